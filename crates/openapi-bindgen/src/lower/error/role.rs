//! What the names of properties say about what belongs there.

/// A name as it is compared: letters and digits alone, small.
pub(super) fn plain(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

/// What belongs to a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A sentence about what is wrong.
    Sentence,
    /// The reason phrase of the status.
    Title,
    /// A word for programs.
    Word,
    /// The status.
    Status,
    /// A list of all that is wrong.
    Faults,
    /// An error within.
    Inner,
    /// The path of the request.
    Path,
    /// When it was.
    Time,
    /// An id of the answer.
    Id,
    /// A page to read on.
    Link,
    /// The name of what is faulty.
    Name,
    /// A JSON pointer to what is faulty.
    Pointer,
    /// The part of the request that is faulty.
    Place,
    /// The way to what is faulty.
    Way,
    /// Whether all went well.
    Success,
    /// Whether something went wrong.
    Failure,
    /// Whether it is worth trying again.
    Again,
}

/// The names of a role, those that say it best first.
const ROLES: &[(Role, &str)] = &[
    (
        Role::Sentence,
        "message msg errormessage errormsg usermessage detail errordescription errordetail \
         details description text reason error title summary",
    ),
    (
        Role::Title,
        "title summary error statustext statusmessage reasonphrase",
    ),
    (
        Role::Word,
        "code errorcode type errortype kind category slug key name reason errorname identifier",
    ),
    (
        Role::Status,
        "status statuscode httpstatus httpstatuscode httpcode code errorcode responsecode",
    ),
    (
        Role::Faults,
        "errors details detail faults fields violations constraintviolations fielderrors \
         validationerrors validationmessages issues invalidparams invalidparameters invalidfields \
         errordetails errormessages problems causes suberrors messages message error",
    ),
    (
        Role::Inner,
        "error err errors fault failure problem exception source status detail details",
    ),
    (
        Role::Path,
        "path instance uri url requesturi requesturl requestpath",
    ),
    (
        Role::Time,
        "timestamp time date datetime occurredat createdat",
    ),
    (
        Role::Id,
        "requestid traceid correlationid errorid incidentid xrequestid logid id",
    ),
    (
        Role::Link,
        "documentationurl documentation docurl docsurl docs helpurl help moreinfo moreinfourl \
         infourl link href errorlink",
    ),
    (
        Role::Name,
        "field fieldname param parameter parametername property propertyname propertypath \
         attribute argument target key name path source subject element location",
    ),
    (Role::Pointer, "pointer jsonpointer instancepath"),
    (
        Role::Place,
        "in location locationtype resource domain object objectname entity model scope",
    ),
    (Role::Way, "loc location path fieldpath"),
    (
        Role::Success,
        "success ok succeeded successful valid isvalid status result",
    ),
    (
        Role::Failure,
        "error iserror haserror haserrors failed failure",
    ),
    (
        Role::Again,
        "retry retryable isretryable retriable shouldretry transient istransient temporary",
    ),
];

impl Role {
    /// How well a name says that a property has this role: the lower the better.
    pub(super) fn rank(self, name: &str) -> Option<usize> {
        let (_, names) = ROLES.iter().find(|(role, _)| *role == self)?;
        names.split_whitespace().position(|known| known == name)
    }

    /// Whether a name says that a property has this role.
    pub(super) fn has(self, name: &str) -> bool {
        self.rank(name).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn names_are_compared_without_their_spelling() {
        for name in ["status_code", "statusCode", "Status-Code", "STATUS.CODE"] {
            assert_eq!(plain(name), "statuscode");
        }
    }
}
