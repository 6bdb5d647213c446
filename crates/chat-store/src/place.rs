//! Where a session lives, as the table knows it.

use chat_server::store::Scope;

/// A scope, in the terms of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) account: String,
    pub(crate) project: String,
    pub(crate) organization: Option<String>,
}

impl From<&Scope> for Place {
    fn from(scope: &Scope) -> Self {
        Self {
            account: scope.account.clone(),
            project: project_key(scope),
            organization: scope.organization_id.map(|id| id.to_string()),
        }
    }
}

/// The project that a scope means: the one it names, else the default of the organization it names, else the
/// account's default.
///
/// A session is found only in its own account and project. A project that is named is the same one whether or not its
/// organization is named beside it; but when both the session and the question name an organization, they must name
/// the same one.
fn project_key(scope: &Scope) -> String {
    match (scope.project_id, scope.organization_id) {
        (Some(project), _) => project.to_string(),
        (None, Some(organization)) => format!("default:{organization}"),
        (None, None) => "default".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_project_is_the_named_one_or_the_nearest_default() {
        let (organization, project) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let key = |organization_id, project_id| {
            project_key(&Scope {
                account: "acme".to_owned(),
                organization_id,
                project_id,
            })
        };
        assert_eq!(key(Some(organization), Some(project)), project.to_string());
        assert_eq!(key(None, Some(project)), project.to_string());
        assert_eq!(
            key(Some(organization), None),
            format!("default:{organization}")
        );
        assert_eq!(key(None, None), "default");
    }
}
