import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** A self-signed certificate with its key, made for one test run. */
export interface Certificate {
  readonly pem: string;
  readonly privateKeyPem: string;
  /** SHA-256 of its DER form, in hexadecimal. */
  readonly thumbprint: string;
}

/** Node reads X.509 and does not write it: this writes the few fields that a certificate must have. */
export function createCertificate(): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const body = toBody(publicKey);
  const signature = sign("sha256", body, privateKey);
  const raw = sequence(body, sha256WithRsa, tlv(0x03, Buffer.of(0), signature));
  return {
    pem: `-----BEGIN CERTIFICATE-----\n${raw.toString("base64")}\n-----END CERTIFICATE-----\n`,
    privateKeyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    thumbprint: createHash("sha256").update(raw).digest("hex"),
  };
}

function toBody(publicKey: KeyObject): Buffer {
  const version = tlv(0xa0, tlv(0x02, Buffer.of(2)));
  const serial = tlv(0x02, Buffer.of(1));
  const commonName = tlv(0x06, Buffer.from("550403", "hex"));
  const name = sequence(tlv(0x31, sequence(commonName, tlv(0x0c, Buffer.from("sandbox")))));
  const validity = sequence(toTime("200101000000Z"), toTime("491231235959Z"));
  const key = publicKey.export({ type: "spki", format: "der" });
  return sequence(version, serial, sha256WithRsa, name, validity, name, key);
}

function toTime(text: string): Buffer {
  return tlv(0x17, Buffer.from(text));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tlv(0x30, ...parts);
}

function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag), toLength(content.length), content]);
}

function toLength(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  return length < 0x100 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length & 0xff);
}

const sha256WithRsa = sequence(tlv(0x06, Buffer.from("2a864886f70d01010b", "hex")), tlv(0x05));
