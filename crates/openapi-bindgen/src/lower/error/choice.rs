//! What the values of enums say about when they are meant.

use super::role::plain;

/// The statuses that a server answers by itself, with what a value of an enum says that is meant for them.
const STATUSES: &[(u16, &[&str])] = &[
    (
        401,
        &[
            "unauthenticated",
            "unauthorized",
            "unauthorised",
            "authentication",
            "auth",
            "credential",
            "token",
        ],
    ),
    (
        403,
        &[
            "forbidden",
            "permission",
            "accessdenied",
            "denied",
            "unauthorized",
            "authorization",
            "auth",
        ],
    ),
    (404, &["notfound", "missing"]),
    (405, &["methodnotallowed", "notallowed", "method"]),
    (408, &["timeout", "timedout", "deadline"]),
    (413, &["toolarge", "payload", "entity", "size"]),
    (
        415,
        &[
            "unsupportedmedia",
            "mediatype",
            "contenttype",
            "unsupported",
        ],
    ),
    (400, INVALID),
    (422, INVALID),
    (500, FAILED),
    (502, FAILED),
    (503, FAILED),
];

const INVALID: &[&str] = &[
    "validation",
    "unprocessable",
    "invalidrequest",
    "invalidargument",
    "invalidparam",
    "invalidinput",
    "badrequest",
    "invalid",
    "malformed",
];

const FAILED: &[&str] = &[
    "internal",
    "server",
    "api",
    "unavailable",
    "gateway",
    "unexpected",
    "unknown",
];

/// What is meant for anything that is wrong.
const ANYTHING: &[&str] = &[
    "error",
    "fail",
    "unknown",
    "other",
    "general",
    "generic",
    "unspecified",
];

/// Which of the values of an enum belongs to which status, and the one for all others. `None` where nothing fits some
/// of them.
pub(super) fn chosen(values: &[&str]) -> Option<(Vec<(u16, String)>, String)> {
    let plains: Vec<_> = values.iter().map(|value| plain(value)).collect();
    let find = |wanted: &[&str]| {
        let mut found = wanted.iter().filter_map(|wanted| {
            let exact = plains.iter().position(|value| value == wanted);
            exact.or_else(|| plains.iter().position(|value| value.contains(wanted)))
        });
        found.next().and_then(|index| values.get(index))
    };
    let of = |status: u16, wanted: &[&str]| {
        let number = status.to_string();
        let own = values.iter().find(|value| **value == number);
        let class = if status < 500 { INVALID } else { FAILED };
        own.or_else(|| find(wanted))
            .or_else(|| find(class))
            .or_else(|| find(ANYTHING))
    };
    let mut chosen = Vec::new();
    for (status, wanted) in STATUSES {
        chosen.push((*status, (*of(*status, wanted)?).to_owned()));
    }
    // What most have in common is said once.
    let (_, common) = chosen
        .iter()
        .max_by_key(|(_, value)| chosen.iter().filter(|(_, other)| other == value).count())?;
    let common = common.clone();
    chosen.retain(|(_, value)| *value != common);
    chosen.sort_unstable();
    Some((chosen, common))
}

#[cfg(test)]
mod tests {
    use super::chosen;

    #[test]
    fn values_are_chosen_by_what_they_say() {
        let of = |values: &[&str], status: u16| {
            let (list, common) = chosen(values).unwrap();
            let own = list.into_iter().find(|(known, _)| *known == status);
            own.map_or(common, |(_, value)| value)
        };
        let stripe = [
            "api_error",
            "card_error",
            "idempotency_error",
            "invalid_request_error",
        ];
        assert_eq!(of(&stripe, 422), "invalid_request_error");
        assert_eq!(of(&stripe, 401), "invalid_request_error");
        assert_eq!(of(&stripe, 500), "api_error");
        let google = [
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "NOT_FOUND",
            "PERMISSION_DENIED",
            "UNAUTHENTICATED",
            "INTERNAL",
        ];
        for (status, word) in [
            (400, "INVALID_ARGUMENT"),
            (422, "INVALID_ARGUMENT"),
            (401, "UNAUTHENTICATED"),
            (403, "PERMISSION_DENIED"),
            (404, "NOT_FOUND"),
            (413, "INVALID_ARGUMENT"),
            (500, "INTERNAL"),
        ] {
            assert_eq!(of(&google, status), word, "{status}");
        }
        // JSend.
        assert_eq!(of(&["success", "fail", "error"], 422), "error");
        assert_eq!(of(&["400", "401", "unknown"], 401), "401");
        assert_eq!(chosen(&["card_declined", "no_funds"]), None);
    }
}
