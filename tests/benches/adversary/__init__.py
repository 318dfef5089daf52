"""A grammar of what a model may write: true and invented citations, contacts and figures, plain and disguised."""
