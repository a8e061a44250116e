//! Action items: kind, state, owner, due date, ticket.
