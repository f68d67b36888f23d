"""What a review reports: one HTML file, tables as CSV, the flow diagram."""
