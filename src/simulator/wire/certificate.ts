import type { KeyObject } from 'node:crypto';
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import {
	bitString,
	boolean,
	explicit,
	implicit,
	integer,
	objectIdentifier,
	octetString,
	sequence,
	set,
	time,
	utf8String,
} from './der';

/** What a TLS server shows, all in PEM. */
export interface TlsIdentity {
	readonly cert: string;
	readonly key: string;
}

export interface GeneratedIdentity extends TlsIdentity {
	/** The certificate to trust; its key is thrown away, so that it signs nothing else. */
	readonly authority: string;
}

/**
 * Makes an authority and, signed by it, a certificate for this machine's loopback names. Two certificates and not one that
 * signs itself: some clients take no authority as a server, and others trust nothing but authorities.
 * @param regions for host names such as `bedrock.us-east-1.localhost`
 * @see RFC 5280, "Internet X.509 Public Key Infrastructure Certificate"
 */
export function generateIdentity(regions: readonly string[], now = new Date()): GeneratedIdentity {
	const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const authorityName = 'Bedrock simulator, for this run only';
	const sign = { key: authority.privateKey, name: authorityName, publicKey: authority.publicKey };
	return {
		authority: certificate(authorityName, authority.publicKey, authorityExtensions, sign, now),
		cert: certificate('localhost', server.publicKey, serverExtensions(regions), sign, now),
		key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
	};
}

interface Signer {
	readonly key: KeyObject;
	readonly publicKey: KeyObject;
	readonly name: string;
}

function certificate(
	name: string,
	publicKey: KeyObject,
	extensions: readonly Buffer[],
	signer: Signer,
	now: Date,
): string {
	const algorithm = sequence(objectIdentifier(ecdsaWithSha256));
	const body = sequence(
		// Version 3 is written as 2.
		explicit(0, integer(Buffer.of(2))),
		// Twenty bytes at most, and positive.
		integer(Buffer.concat([Buffer.of(0x40), randomBytes(15)])),
		algorithm,
		commonName(signer.name),
		sequence(time(new Date(now.getTime() - day)), time(new Date(now.getTime() + validDays * day))),
		commonName(name),
		publicKey.export({ type: 'spki', format: 'der' }),
		explicit(
			3,
			sequence(
				...extensions,
				extension('2.5.29.14', octetString(keyIdentifier(publicKey))),
				extension('2.5.29.35', sequence(implicit(0, keyIdentifier(signer.publicKey)))),
			),
		),
	);
	const whole = sequence(body, algorithm, bitString(sign('sha256', body, signer.key)));
	const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
	return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

const ecdsaWithSha256 = '1.2.840.10045.4.3.2';
const day = 86_400_000;
/** Some clients refuse what is valid for more than 397. */
const validDays = 90;

function commonName(name: string): Buffer {
	return sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8String(name))));
}

/** SHA-1 of the key's bits, the way RFC 5280, 4.2.1.2 suggests; it protects nothing. */
function keyIdentifier(publicKey: KeyObject): Buffer {
	const der = publicKey.export({ type: 'spki', format: 'der' });
	return createHash('sha1').update(der.subarray(-pointBytes)).digest();
}

/** An uncompressed point of P-256. */
const pointBytes = 65;

function extension(name: string, content: Buffer, isCritical = false): Buffer {
	return sequence(objectIdentifier(name), ...(isCritical ? [boolean(true)] : []), octetString(content));
}

const keyUsage = '2.5.29.15';
const basicConstraints = '2.5.29.19';

const authorityExtensions = [
	extension(basicConstraints, sequence(boolean(true)), true),
	// keyCertSign
	extension(keyUsage, bitString(Buffer.of(0b0000_0100), 2), true),
];

const serverExtensions = (regions: readonly string[]): readonly Buffer[] => [
	extension(basicConstraints, sequence(), true),
	// digitalSignature
	extension(keyUsage, bitString(Buffer.of(0b1000_0000), 7), true),
	// serverAuth
	extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'))),
	// subjectAltName: names are [2], addresses [7]
	extension(
		'2.5.29.17',
		sequence(
			implicit(2, Buffer.from('localhost')),
			...regions.map((region) => implicit(2, Buffer.from(`*.${region}.localhost`))),
			implicit(7, Buffer.of(127, 0, 0, 1)),
			implicit(7, Buffer.from([...Array.from({ length: 15 }, () => 0), 1])),
		),
	),
];
