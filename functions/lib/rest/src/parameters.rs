//! Query parameters: all their faults at once.

use std::str::FromStr;

use aws_lambda_events::apigw::ApiGatewayProxyRequest;

use crate::problem::{Fault, Problem};

/// The query parameters, and what is wrong with those that were read.
#[derive(Debug)]
pub struct Parameters<'a> {
    request: &'a ApiGatewayProxyRequest,
    faults: Vec<Fault>,
}

impl<'a> Parameters<'a> {
    /// Those of `request`. One that is not `known` is a fault: it would be misunderstood.
    #[must_use]
    pub fn of(request: &'a ApiGatewayProxyRequest, known: &[&str]) -> Self {
        let given = request.multi_value_query_string_parameters.iter();
        let unknown = given.filter(|(name, _)| !known.contains(name));
        let faults = unknown
            .map(|(name, _)| Fault::of(name, "there is no such parameter".to_owned()))
            .collect();
        Self { request, faults }
    }

    /// The value of a parameter, if it is given; a fault more, if it is given wrongly.
    pub fn read<T>(&mut self, name: &str, parse: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let given = &self.request.multi_value_query_string_parameters;
        let result = match given.all(name)?[..] {
            [text] => parse(text),
            _ => Err("expected it once".to_owned()),
        };
        result
            .map_err(|detail| self.faults.push(Fault::of(name, detail)))
            .ok()
    }

    /// As [`Parameters::read`], for what is read from text anyway.
    pub fn parse<T: FromStr<Err: ToString>>(&mut self, name: &str) -> Option<T> {
        self.read(name, |text| {
            text.parse().map_err(|error: T::Err| error.to_string())
        })
    }

    /// The values of a parameter that may be given any number of times.
    pub fn parse_all<T: FromStr<Err: ToString>>(&mut self, name: &str) -> Vec<T> {
        let given = &self.request.multi_value_query_string_parameters;
        let mut values = Vec::new();
        for text in given.all(name).unwrap_or_default() {
            match text.parse() {
                Ok(value) => values.push(value),
                Err(error) => self.faults.push(Fault::of(name, T::Err::to_string(&error))),
            }
        }
        values
    }

    /// Whether nothing is wrong so far.
    #[must_use]
    pub fn are_fine(&self) -> bool {
        self.faults.is_empty()
    }

    /// # Errors
    /// A problem that lists everything that is wrong.
    pub fn check(self) -> Result<(), Problem> {
        if self.faults.is_empty() {
            Ok(())
        } else {
            Err(Problem::invalid_parameters(self.faults))
        }
    }
}
