//! A certificate authority of this process, and a certificate for localhost that it signed (X.509 in DER, RFC 5280).

use crate::Failure;
use ring::rand::SystemRandom;
use ring::signature::{EcdsaKeyPair, KeyPair, ECDSA_P256_SHA256_ASN1_SIGNING};
use rustls::{Certificate, ClientConfig, PrivateKey, RootCertStore, ServerConfig};

const ECDSA_WITH_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const PRIME256V1: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1d, 0x11];
const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x13];

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OBJECT_IDENTIFIER: u8 = 0x06;
const UTF8_STRING: u8 = 0x0c;
const UTC_TIME: u8 = 0x17;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;

fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let mut out = vec![tag];
    match content.len() {
        length @ 0..=0x7f => out.push(length as u8),
        length @ 0x80..=0xff => out.extend([0x81, length as u8]),
        length => out.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    out.extend(content);
    out
}

fn name(common: &str) -> Vec<u8> {
    let pair = der(SEQUENCE, &[&der(OBJECT_IDENTIFIER, &[COMMON_NAME]), &der(UTF8_STRING, &[common.as_bytes()])]);
    der(SEQUENCE, &[&der(SET, &[&pair])])
}

fn bits(content: &[u8]) -> Vec<u8> {
    der(BIT_STRING, &[&[0], content])
}

fn extension(identifier: &[u8], content: &[u8]) -> Vec<u8> {
    der(SEQUENCE, &[&der(OBJECT_IDENTIFIER, &[identifier]), &der(OCTET_STRING, &[&der(SEQUENCE, &[content])])])
}

struct Key {
    pkcs8: Vec<u8>,
    pair: EcdsaKeyPair,
}

impl Key {
    fn new(random: &SystemRandom) -> Result<Key, Failure> {
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, random).map_err(|_| "no key")?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, document.as_ref()).map_err(|_| "no pair")?;
        Ok(Key { pkcs8: document.as_ref().to_vec(), pair })
    }
}

fn certificate(subject: &str, issuer: &str, key: &Key, signer: &Key, extension: &[u8], random: &SystemRandom) -> Result<Vec<u8>, Failure> {
    let algorithm = der(SEQUENCE, &[&der(OBJECT_IDENTIFIER, &[ECDSA_WITH_SHA256])]);
    let curve = der(SEQUENCE, &[&der(OBJECT_IDENTIFIER, &[EC_PUBLIC_KEY]), &der(OBJECT_IDENTIFIER, &[PRIME256V1])]);
    let content = der(
        SEQUENCE,
        &[
            &der(0xa0, &[&der(INTEGER, &[&[2]])]),
            &der(INTEGER, &[&[1]]),
            &algorithm,
            &name(issuer),
            &der(SEQUENCE, &[&der(UTC_TIME, &[b"200101000000Z"]), &der(UTC_TIME, &[b"491231235959Z"])]),
            &name(subject),
            &der(SEQUENCE, &[&curve, &bits(key.pair.public_key().as_ref())]),
            &der(0xa3, &[&der(SEQUENCE, &[extension])]),
        ],
    );
    let signature = signer.pair.sign(random, &content).map_err(|_| "no signature")?;
    Ok(der(SEQUENCE, &[&content, &algorithm, &bits(signature.as_ref())]))
}

/// Both ends of a connection to localhost, which trust each other and nobody else.
pub(crate) fn configurations(protocol: &[u8]) -> Result<(ServerConfig, ClientConfig), Failure> {
    let random = SystemRandom::new();
    let (authority, own) = (Key::new(&random)?, Key::new(&random)?);
    let is_authority = extension(BASIC_CONSTRAINTS, &[1, 1, 0xff]);
    let is_localhost = extension(SUBJECT_ALT_NAME, &der(0x82, &[b"localhost"]));
    let root = certificate("Corpus", "Corpus", &authority, &authority, &is_authority, &random)?;
    let leaf = certificate("localhost", "Corpus", &own, &authority, &is_localhost, &random)?;

    let mut server = ServerConfig::builder()
        .with_safe_defaults()
        .with_no_client_auth()
        .with_single_cert(vec![Certificate(leaf)], PrivateKey(own.pkcs8))?;
    server.alpn_protocols = vec![protocol.to_vec()];
    let mut roots = RootCertStore::empty();
    roots.add(&Certificate(root))?;
    let mut client = ClientConfig::builder().with_safe_defaults().with_root_certificates(roots).with_no_client_auth();
    client.alpn_protocols = vec![protocol.to_vec()];
    Ok((server, client))
}
