import { generateKeyPairSync, sign } from "node:crypto";

/** A key and a certificate as PEM texts. */
export interface Pair {
  readonly key: string;
  readonly certificate: string;
}

/** Makes a self-signed certificate for CN=consentry.example (RFC 5280, version 1) that ends at a time. */
export function makeCertificate(type: "rsa" | "ec", end: number): Pair {
  const { privateKey, publicKey } =
    type === "rsa"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = type === "rsa" ? RSA_SHA256 : ECDSA_SHA256;
  const name = sequence(set(sequence(COMMON_NAME, utf8("consentry.example"))));
  const validity = sequence(time(end - 365 * DAY), time(end));
  const spki = publicKey.export({ type: "spki", format: "der" });
  const serial = der(0x02, Buffer.from([1]));
  const body = sequence(serial, algorithm, name, validity, name, spki);
  const signature = der(0x03, Buffer.from([0]), sign("sha256", body, privateKey));
  const base64 = sequence(body, algorithm, signature).toString("base64");
  const lines = base64.match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certificate: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join(
      "\n",
    ),
  };
}

const DAY = 24 * 60 * 60 * 1000;

/** A value of the distinguished encoding rules; none here is longer than 65,535 bytes. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function set(...parts: readonly Buffer[]): Buffer {
  return der(0x31, ...parts);
}

function utf8(text: string): Buffer {
  return der(0x0c, Buffer.from(text));
}

/** `2611021200Z` without the century. */
function time(moment: number): Buffer {
  const text = new Date(moment).toISOString().replaceAll(/[-:T]|\.\d+/g, "");
  return der(0x17, Buffer.from(text.slice(2)));
}

/** 1.2.840.113549.1.1.11, 1.2.840.10045.4.3.2 and 2.5.4.3. */
const RSA_SHA256 = sequence(der(0x06, Buffer.from("2a864886f70d01010b", "hex")), der(0x05));
const ECDSA_SHA256 = sequence(der(0x06, Buffer.from("2a8648ce3d040302", "hex")));
const COMMON_NAME = der(0x06, Buffer.from("550403", "hex"));
