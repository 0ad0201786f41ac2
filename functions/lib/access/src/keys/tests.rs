use proptest::prelude::*;
use serde_json::json;

use super::*;

/// The key and the signed text of RFC 7515, appendix A.2.
const RSA_MODULUS: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
const RSA_SIGNED: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
const RSA_SIGNATURE: &str = "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

/// The same of appendix A.3.
const EC_SIGNED: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
const EC_SIGNATURE: &str =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

fn rsa() -> Value {
    json!({ "kty": "RSA", "kid": "rsa", "n": RSA_MODULUS, "e": "AQAB" })
}

fn ec() -> Value {
    json!({
        "kty": "EC",
        "kid": "ec",
        "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    })
}

/// `key` with `members` added or put in the place of its own.
fn with(mut key: Value, members: Value) -> Value {
    let Value::Object(members) = members else {
        panic!("{members} is no object");
    };
    key.as_object_mut().unwrap().extend(members);
    key
}

fn set(keys: &[Value]) -> KeySet {
    KeySet::from_json(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
}

fn find(set: &KeySet, algorithm: Algorithm, id: Option<&str>) -> Option<Arc<Key>> {
    let id = id.map(str::to_owned);
    set.find(&KeyName { algorithm, id }).cloned()
}

#[test]
fn the_examples_of_rfc_7515_are_verified() {
    let set = set(&[rsa(), ec()]);
    for (algorithm, id, signed, signature) in [
        (Algorithm::Rs256, "rsa", RSA_SIGNED, RSA_SIGNATURE),
        (Algorithm::Es256, "ec", EC_SIGNED, EC_SIGNATURE),
    ] {
        let key = find(&set, algorithm, Some(id)).unwrap();
        let signature = bytes(Some(signature)).unwrap();
        assert_eq!(key.verify(signed.as_bytes(), &signature), Ok(()));
        assert!(key.verify(b"something else", &signature).is_err());
        assert!(key.verify(signed.as_bytes(), &signature[1..]).is_err());
        assert!(key.verify(signed.as_bytes(), &[]).is_err());
    }
}

#[test]
fn a_key_is_found_by_its_id_and_only_for_its_own_algorithm() {
    let both = set(&[rsa(), ec()]);
    assert!(find(&both, Algorithm::Rs256, Some("rsa")).is_some());
    assert!(find(&both, Algorithm::Es256, Some("ec")).is_some());
    assert!(find(&both, Algorithm::Es256, Some("rsa")).is_none());
    assert!(find(&both, Algorithm::Rs256, Some("ec")).is_none());
    assert!(find(&both, Algorithm::Rs256, Some("other")).is_none());
}

#[test]
fn only_in_a_set_of_one_does_a_key_need_no_id() {
    let one = set(&[ec()]);
    assert!(find(&one, Algorithm::Es256, None).is_some());
    assert!(find(&one, Algorithm::Rs256, None).is_none());
    assert!(find(&set(&[rsa(), ec()]), Algorithm::Es256, None).is_none());
    assert!(find(&set(&[]), Algorithm::Es256, None).is_none());
    let unusable = with(rsa(), json!({ "use": "enc" }));
    assert!(find(&set(&[unusable, ec()]), Algorithm::Es256, None).is_some());
}

#[test]
fn two_keys_of_one_id_are_told_apart_by_their_kind() {
    let both = set(&[
        with(rsa(), json!({ "kid": "same" })),
        with(ec(), json!({ "kid": "same" })),
    ]);
    for algorithm in [Algorithm::Es256, Algorithm::Rs256] {
        let key = find(&both, algorithm, Some("same")).unwrap();
        assert_eq!(key.algorithm(), algorithm);
    }
}

#[test]
fn what_a_key_says_about_itself_is_heeded() {
    for (key, members) in [
        (
            rsa(),
            json!({ "use": "sig", "alg": "RS256", "key_ops": ["verify"] }),
        ),
        (
            ec(),
            json!({ "use": "sig", "alg": "ES256", "x5t": "unknown" }),
        ),
        (ec(), json!({ "kid": null })),
    ] {
        assert_eq!(set(&[with(key, members.clone())]).len(), 1, "{members}");
    }
    for (key, members) in [
        (rsa(), json!({ "use": "enc" })),
        (rsa(), json!({ "key_ops": ["encrypt"] })),
        (rsa(), json!({ "alg": "PS256" })),
        (rsa(), json!({ "alg": "HS256" })),
        (rsa(), json!({ "alg": "ES256" })),
        (rsa(), json!({ "n": null })),
        (rsa(), json!({ "n": "a=b" })),
        (rsa(), json!({ "kty": "oct", "k": RSA_MODULUS })),
        (ec(), json!({ "crv": "P-384" })),
        (ec(), json!({ "crv": null })),
        (ec(), json!({ "alg": "RS256" })),
        (ec(), json!({ "x": "AAAA" })),
        (ec(), json!({ "kty": "OKP", "crv": "Ed25519" })),
        (ec(), json!({ "kid": 7 })),
    ] {
        assert_eq!(set(&[with(key, members.clone())]).len(), 0, "{members}");
    }
}

#[test]
fn a_modulus_of_less_than_2048_bits_is_refused_however_it_is_written() {
    let n = |first: &[u8], length: usize| {
        let mut number = first.to_vec();
        number.resize(length, 0xff);
        json!({ "n": URL_SAFE_NO_PAD.encode(number) })
    };
    for (members, usable) in [
        (n(&[0x80], 256), 1),
        (n(&[0x7f], 256), 0),
        (n(&[0x00, 0x7f], 257), 0),
        (n(&[0x80], 128), 0),
        (json!({ "n": "" }), 0),
        (json!({ "n": "AAAA" }), 0),
    ] {
        assert_eq!(set(&[with(rsa(), members)]).len(), usable);
    }
}

#[test]
fn one_odd_key_does_not_spoil_the_set_but_an_odd_set_is_an_error() {
    assert_eq!(set(&[json!("?"), json!({}), json!([]), ec()]).len(), 1);
    for text in ["", "{}", "[]", r#"{"keys": 1}"#, r#"{"keys": []} x"#] {
        assert!(KeySet::from_json(text.as_bytes()).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn no_key_and_no_signature_makes_it_panic(
        n in proptest::collection::vec(any::<u8>(), 0..600),
        e in proptest::collection::vec(any::<u8>(), 0..9),
        x in proptest::collection::vec(any::<u8>(), 32),
        y in proptest::collection::vec(any::<u8>(), 32),
        signature in proptest::collection::vec(any::<u8>(), 0..600),
    ) {
        let text = |number: &[u8]| URL_SAFE_NO_PAD.encode(number);
        let keys = set(&[
            with(rsa(), json!({ "n": text(&n), "e": text(&e) })),
            with(ec(), json!({ "x": text(&x), "y": text(&y) })),
        ]);
        for (algorithm, id) in [(Algorithm::Rs256, "rsa"), (Algorithm::Es256, "ec")] {
            let verified = find(&keys, algorithm, Some(id)).map(|key| key.verify(b"", &signature));
            prop_assert_ne!(verified, Some(Ok(())));
        }
    }
}
