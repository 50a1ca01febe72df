from integrations.imports.jira.importer import JiraImport, Summary

__all__ = ["JiraImport", "Summary"]
