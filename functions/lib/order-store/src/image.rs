//! Rows as a stream carries them: JSON in which each value is named after its type, as in
//! `{"version": {"N": "1"}}` (`AttributeValue`, Amazon DynamoDB API reference).
//!
//! A type is read from the text at once. `serde_dynamo` would build a map of values first, and that
//! would be a third of what stream-consumer does.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer, UnitDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, IgnoredAny, IntoDeserializer,
    MapAccess, SeqAccess, Visitor,
};
use serde::{Deserialize, forward_to_deserialize_any};

/// Reads a row from the JSON of its image.
pub(crate) fn read<T: DeserializeOwned>(json: &str) -> Result<T, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(json);
    let row = Map(PhantomData).deserialize(&mut json)?;
    json.end()?;
    Ok(row)
}

/// What a value is named after.
#[derive(Deserialize)]
#[serde(field_identifier)]
enum Type {
    N,
    M,
    L,
    #[serde(rename = "NULL")]
    Null,
    S,
    #[serde(rename = "BOOL")]
    Bool,
    /// Sets and bytes, which no row of ours has.
    #[serde(other)]
    Other,
}

/// A number, which is a text so that no reader rounds it.
#[derive(Deserialize)]
struct Digits<'a>(#[serde(borrow)] Cow<'a, str>);

/// Reads `T` from a value that is named after its type.
struct Attribute<S>(S);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Attribute<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Attribute<S> {
    type Value = S::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an attribute value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<S::Value, A::Error> {
        let missing = || A::Error::custom("expected an attribute value, found none");
        let value = match map.next_key()?.ok_or_else(missing)? {
            Type::N => {
                let Digits(digits) = map.next_value()?;
                number(self.0, &digits)
            }
            Type::M => map.next_value_seed(Map(self.0)),
            Type::L => map.next_value_seed(List(self.0)),
            Type::Null => {
                if !map.next_value::<bool>()? {
                    return Err(A::Error::custom("expected `NULL` to be true"));
                }
                self.0.deserialize(UnitDeserializer::new())
            }
            // Text, true and false are the same in JSON.
            Type::S | Type::Bool => map.next_value_seed(self.0),
            // It may be there, as long as nobody looks at it.
            Type::Other => {
                map.next_value::<IgnoredAny>()?;
                self.0.deserialize(Present(UnitDeserializer::new()))
            }
        }?;
        match map.next_key::<IgnoredAny>()? {
            None => Ok(value),
            Some(_) => Err(A::Error::custom("expected one attribute value, found more")),
        }
    }
}

/// Rows have whole numbers only. Any other is a fraction to the reader, who refuses it or does not
/// look at it.
fn number<'de, S: DeserializeSeed<'de>, E: Error>(seed: S, digits: &str) -> Result<S::Value, E> {
    if let Ok(number) = digits.parse::<u64>() {
        seed.deserialize(Present(number.into_deserializer()))
    } else if let Ok(number) = digits.parse::<i64>() {
        seed.deserialize(Present(number.into_deserializer()))
    } else {
        let invalid = |error| E::custom(format_args!("expected a number: {error}"));
        let number: f64 = digits.parse().map_err(invalid)?;
        seed.deserialize(Present(number.into_deserializer()))
    }
}

/// Reads `T` from attribute values by their names.
struct Map<S>(S);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Map<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Map<S> {
    type Value = S::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of attribute values")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<S::Value, A::Error> {
        self.0
            .deserialize(Present(MapAccessDeserializer::new(Attributes(map))))
    }
}

/// Reads `T` from a list of attribute values.
struct List<S>(S);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for List<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for List<S> {
    type Value = S::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of attribute values")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<S::Value, A::Error> {
        self.0
            .deserialize(Present(SeqAccessDeserializer::new(Attributes(list))))
    }
}

/// A map or list, each of whose values is named after its type.
struct Attributes<A>(A);

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Attributes<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.0.next_value_seed(Attribute(seed))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Attributes<A> {
    type Error = A::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, A::Error> {
        self.0.next_element_seed(Attribute(seed))
    }
}

/// A value that is there, so that an option of it is some.
struct Present<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Present<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_ignored_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier
    }
}
