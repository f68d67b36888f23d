-- A store as resift wrote it before orders of reading were packed (store version 1), with fictional records.
BEGIN TRANSACTION;
CREATE TABLE event (
	id VARCHAR(24) NOT NULL,
	time VARCHAR(40) NOT NULL,
	reviewer VARCHAR(200) NOT NULL,
	stage VARCHAR(20) NOT NULL,
	record VARCHAR(100) NOT NULL,
	verb VARCHAR(20) NOT NULL,
	target VARCHAR(24) NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (id)
);
INSERT INTO "event" VALUES('65c43b793b9427b36b760998','2026-11-02T09:00:01.000000Z','Ada','screening','a-1','include','','{"criteria":"","data":{},"model":"","note":"","rank":null,"reasons":[],"record":"a-1","reviewer":"Ada","settles":false,"stage":"screening","target":"","time":"2026-11-02T09:00:01.000000Z","verb":"include","verdicts":{}}');
INSERT INTO "event" VALUES('b5934913318f45318e94e0c2','2026-11-02T09:00:02.000000Z','Bo','screening','a-1','exclude','','{"criteria":"","data":{},"model":"","note":"the words \"settles\":true in a note","rank":null,"reasons":["I1"],"record":"a-1","reviewer":"Bo","settles":false,"stage":"screening","target":"","time":"2026-11-02T09:00:02.000000Z","verb":"exclude","verdicts":{}}');
INSERT INTO "event" VALUES('4a1fa50ab89dfebd76e2b561','2026-11-02T09:00:03.000000Z','Cy','screening','a-1','include','','{"criteria":"","data":{},"model":"","note":"","rank":null,"reasons":[],"record":"a-1","reviewer":"Cy","settles":true,"stage":"screening","target":"","time":"2026-11-02T09:00:03.000000Z","verb":"include","verdicts":{}}');
INSERT INTO "event" VALUES('9052096273bbe4eb5f4862fe','2026-11-02T09:00:04.000000Z','Ada','screening','a-2','include','','{"criteria":"","data":{},"model":"","note":"","rank":null,"reasons":[],"record":"a-2","reviewer":"Ada","settles":false,"stage":"screening","target":"","time":"2026-11-02T09:00:04.000000Z","verb":"include","verdicts":{}}');
INSERT INTO "event" VALUES('881d5ad3dfcc76d48069523d','2026-11-02T09:00:05.000000Z','Ada','screening','a-2','undo','9052096273bbe4eb5f4862fe','{"criteria":"","data":{},"model":"","note":"","rank":null,"reasons":[],"record":"a-2","reviewer":"Ada","settles":false,"stage":"screening","target":"9052096273bbe4eb5f4862fe","time":"2026-11-02T09:00:05.000000Z","verb":"undo","verdicts":{}}');
CREATE TABLE grouping (
	id INTEGER NOT NULL,
	made VARCHAR(40) NOT NULL,
	method TEXT NOT NULL,
	PRIMARY KEY (id)
);
INSERT INTO "grouping" VALUES(1,'2026-11-01T09:00:00.000000Z','m');
CREATE TABLE link (
	grouping INTEGER NOT NULL,
	position INTEGER NOT NULL,
	record VARCHAR(100) NOT NULL,
	other VARCHAR(100) NOT NULL,
	kind VARCHAR(60) NOT NULL,
	rule TEXT NOT NULL,
	score FLOAT NOT NULL,
	PRIMARY KEY (grouping, position),
	FOREIGN KEY(grouping) REFERENCES grouping (id)
);
CREATE TABLE member (
	grouping INTEGER NOT NULL,
	record VARCHAR(100) NOT NULL,
	report VARCHAR(100) NOT NULL,
	PRIMARY KEY (grouping, record),
	FOREIGN KEY(grouping) REFERENCES grouping (id),
	FOREIGN KEY(record) REFERENCES record (id)
);
INSERT INTO "member" VALUES(1,'a-1','a-1');
INSERT INTO "member" VALUES(1,'a-3','a-1');
INSERT INTO "member" VALUES(1,'a-2','a-2');
CREATE TABLE meta (
	"key" VARCHAR(40) NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('version','1');
CREATE TABLE place (
	ranking INTEGER NOT NULL,
	position INTEGER NOT NULL,
	report VARCHAR(100) NOT NULL,
	PRIMARY KEY (ranking, position),
	FOREIGN KEY(ranking) REFERENCES ranking (id)
);
INSERT INTO "place" VALUES(1,1,'a-1');
INSERT INTO "place" VALUES(1,2,'a-2');
INSERT INTO "place" VALUES(2,1,'a-2');
INSERT INTO "place" VALUES(2,2,'a-1');
CREATE TABLE ranking (
	id INTEGER NOT NULL,
	made VARCHAR(40) NOT NULL,
	reviewer VARCHAR(200) NOT NULL,
	trained INTEGER NOT NULL,
	model TEXT NOT NULL,
	PRIMARY KEY (id)
);
INSERT INTO "ranking" VALUES(1,'2026-11-01T09:00:00.000000Z','',0,'m');
INSERT INTO "ranking" VALUES(2,'2026-11-01T09:00:01.000000Z','',1,'m');
CREATE TABLE record (
	id VARCHAR(100) NOT NULL,
	run VARCHAR(80) NOT NULL,
	position INTEGER NOT NULL,
	accession VARCHAR(200) NOT NULL,
	title TEXT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(run) REFERENCES run (id)
);
INSERT INTO "record" VALUES('a-1','a',1,'','Fictional 1','{"id":"a-1","title":"Fictional 1","version":1}');
INSERT INTO "record" VALUES('a-2','a',2,'','Fictional 2','{"id":"a-2","title":"Fictional 2","version":1}');
INSERT INTO "record" VALUES('a-3','a',3,'','Fictional 3','{"id":"a-3","title":"Fictional 3","version":1}');
CREATE TABLE run (
	id VARCHAR(80) NOT NULL,
	number INTEGER NOT NULL,
	search VARCHAR(60) NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (number)
);
INSERT INTO "run" VALUES('a',1,'a','{"answer":{},"database":"A","effect":"","id":"a","kind":"database","label":"A","platform":"","remarks":[],"reported":null,"search":"a","searched":"","sha256":"","since":"","source":"","steps":[],"strategy":"","translation":""}');
CREATE INDEX ix_ranking_reviewer ON ranking (reviewer);
CREATE INDEX ix_event_record ON event (record);
CREATE INDEX ix_event_time ON event (time);
CREATE INDEX ix_event_reviewer ON event (reviewer);
CREATE INDEX ix_record_run ON record (run);
CREATE INDEX ix_record_accession ON record (accession);
CREATE INDEX ix_member_report ON member (report);
CREATE VIEW current_member AS SELECT member.record, member.report
FROM member
WHERE member.grouping = (SELECT max(grouping.id) AS max_1
FROM grouping);
CREATE VIEW standing_event AS SELECT event.id, event.time, event.reviewer, event.stage, event.record, event.verb, event.target, event.body
FROM event
WHERE event.verb != 'undo' AND (event.id NOT IN (SELECT event.target
FROM event
WHERE event.verb = 'undo'));
CREATE VIEW current_place AS SELECT ranking.reviewer, place.report, place.position
FROM place JOIN ranking ON ranking.id = place.ranking
WHERE ranking.id IN (SELECT max(ranking.id) AS max_1
FROM ranking GROUP BY ranking.reviewer);
COMMIT;
