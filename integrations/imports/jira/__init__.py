from integrations.imports.jira.importer import JiraImport
from integrations.imports.jira.summary import Summary

__all__ = ["JiraImport", "Summary"]
