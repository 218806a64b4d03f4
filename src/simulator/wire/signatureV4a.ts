import type { KeyObject } from 'node:crypto';
import { createECDH, createHmac, createPublicKey, verify } from 'node:crypto';

/** The algorithm's name, as requests spell it. Its signatures hold in every Region of a set. */
export const asymmetricAlgorithm = 'AWS4-ECDSA-P256-SHA256';

/** @param signature DER in hexadecimal, as requests carry it */
export function isSignedBy(
	keys: { readonly accessKeyId: string; readonly secretAccessKey: string },
	stringToSign: string,
	signature: string,
): boolean {
	if (!/^(?:[0-9a-f]{2})+$/i.test(signature)) return false;
	return verify('sha256', Buffer.from(stringToSign), publicKey(keys), Buffer.from(signature, 'hex'));
}

/**
 * The Region that a request goes to. In a set there may be several, or patterns; on AWS the host decides among them.
 * @param set what the client lists, such as `us-east-1,eu-*`
 * @param hostRegion the Region in the host's name, if there is one
 * @returns `undefined` when the set does not hold the host's Region, or holds no Region at all
 */
export function regionOf(set: string, hostRegion: string | undefined): string | undefined {
	const members = set.split(',').map((member) => member.trim());
	const isIn = (region: string): boolean =>
		members.some((member) => (member.endsWith('*') ? region.startsWith(member.slice(0, -1)) : member === region));
	if (hostRegion !== undefined) return isIn(hostRegion) ? hostRegion : undefined;
	return (
		members.find((member) => member !== '' && !member.includes('*')) ??
		(isIn(defaultRegion) ? defaultRegion : undefined)
	);
}

const defaultRegion = 'us-east-1';
const keptKeys = 200;
const publicKeys = new Map<string, KeyObject>();

/** The same for as long as the secret is. */
function publicKey({ accessKeyId, secretAccessKey }: { accessKeyId: string; secretAccessKey: string }): KeyObject {
	const name = `${accessKeyId}\n${secretAccessKey}`;
	const known = publicKeys.get(name);
	if (known) return known;
	const point = createECDH('prime256v1');
	point.setPrivateKey(privateKey(accessKeyId, secretAccessKey));
	const coordinates = point.getPublicKey();
	const key = createPublicKey({
		format: 'jwk',
		key: {
			kty: 'EC',
			crv: 'P-256',
			x: coordinates.subarray(1, 33).toString('base64url'),
			y: coordinates.subarray(33).toString('base64url'),
		},
	});
	if (publicKeys.size >= keptKeys) publicKeys.clear();
	publicKeys.set(name, key);
	return key;
}

/**
 * A number from 1 to the order of P-256 less 1, from the secret: NIST SP 800-108 in counter mode, tried with the next
 * counter until it fits.
 * @see AWS SDKs and Tools reference guide, "Signature Version 4A"
 */
function privateKey(accessKeyId: string, secretAccessKey: string): Buffer {
	for (let counter = 1; counter <= 254; counter++) {
		const candidate = createHmac('sha256', `AWS4A${secretAccessKey}`)
			.update(Buffer.from([0, 0, 0, 1]))
			.update(asymmetricAlgorithm)
			.update(Buffer.from([0]))
			.update(accessKeyId)
			.update(Buffer.from([counter]))
			// Bits of the result.
			.update(Buffer.from([0, 0, 1, 0]))
			.digest();
		const number = BigInt(`0x${candidate.toString('hex')}`);
		if (number <= orderLessTwo) return Buffer.from((number + 1n).toString(16).padStart(64, '0'), 'hex');
	}
	throw new Error('No private key follows from this secret.');
}

const orderLessTwo = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n - 2n;
