"""The lab: a page on which leaders drag an engagement calendar and see at once what it does."""
