//! Who may read a document: a set of readers with a name.

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

/// A set of readers by its name. Which sets lie within which is for the settings to say.
///
/// What carries no mark is [`Audience::INTERNAL`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Audience(Cow<'static, str>);

impl Audience {
    /// Everybody who may read the archive at all: sees every document, and what has no mark is for nobody else.
    pub const INTERNAL: Self = Self(Cow::Borrowed("internal"));
    pub const CUSTOMER: Self = Self(Cow::Borrowed("customer"));
    /// The whole world: what is public is seen by every audience.
    pub const PUBLIC: Self = Self(Cow::Borrowed("public"));

    /// The audience called `name`, which the settings must know.
    pub fn named(name: &str) -> Self {
        let known = [Self::INTERNAL, Self::CUSTOMER, Self::PUBLIC].into_iter().find(|it| it.0 == name);
        known.unwrap_or_else(|| Self(Cow::Owned(name.to_owned())))
    }

    pub fn name(&self) -> &str {
        &self.0
    }

    /// Whether these readers see everything, so that nothing need be kept from them.
    pub fn is_internal(&self) -> bool {
        *self == Self::INTERNAL
    }

    pub fn is_public(&self) -> bool {
        *self == Self::PUBLIC
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
