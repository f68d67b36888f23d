"""The corpus's modules are programs that import one another by name, not test modules: pytest leaves them alone."""

collect_ignore_glob = ["[!t]*.py"]
