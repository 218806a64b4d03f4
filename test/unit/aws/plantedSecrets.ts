/** Shaped like the real ones, and made up. */
const keyId = 'AKIAQ3EXAMPLE7ZK2LMN';
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCY1234567890';
const sessionToken = `IQoJb3JpZ2luX2VjEJr${'a1B2c3D4/'.repeat(20)}==`;
const signature = '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7';
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';
const apiKey = `ABSKQmVkcm9ja0FQSUtleS${'x9Y8z7'.repeat(15)}=`;

/** What a careless service, proxy or tool may say, and what of it nobody may see. */
export const planted: readonly (readonly [name: string, text: string, secret: string])[] = [
	['an access key ID', `The key ${keyId} is not known.`, keyId],
	['a session key ID', 'ASIAQ3EXAMPLE7ZK2LMN expired', 'ASIAQ3EXAMPLE7ZK2LMN'],
	['a bare secret access key', `used ${secret} to sign`, secret],
	['a secret in an ini file', `aws_secret_access_key = ${secret}`, secret],
	['a short secret in JSON', '{"SecretAccessKey": "hunter2"}', 'hunter2'],
	['a secret in an environment', `AWS_SECRET_ACCESS_KEY=${secret}`, secret],
	['a session token', `token ${sessionToken} was refused`, sessionToken],
	['a session token in an ini file', `aws_session_token=${sessionToken.slice(0, 30)}`, sessionToken.slice(0, 30)],
	['a security token header', `x-amz-security-token:${sessionToken}`, sessionToken],
	['a signature in a query', `GET /?X-Amz-Signature=${signature}&x=1`, signature],
	['a signature in a header', `Signature=${signature}`, signature],
	['a bare signature', `expected ${signature}`, signature],
	['a credential in a query', `X-Amz-Credential=${keyId}%2F20261122%2Fus-east-1`, keyId],
	[
		'an Authorization header',
		`authorization: AWS4-HMAC-SHA256 Credential=${keyId}/x, Signature=${signature}`,
		signature,
	],
	['a bearer token', 'Authorization: Bearer abcdefgh12345678', 'abcdefgh12345678'],
	['a Bedrock API key', `AWS_BEARER_TOKEN_BEDROCK=${apiKey}`, apiKey],
	['a bare Bedrock API key', `key ${apiKey} is invalid`, apiKey],
	['a short-term Bedrock API key', 'bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t', 'YmVkcm9jay5hbWF6b25hd3MuY29t'],
	['a JSON web token', `web identity ${jwt}`, jwt],
	['an SSO token', '{"accessToken":"aoaAAAAAGexample-token"}', 'aoaAAAAAGexample-token'],
	['a client secret', 'clientSecret: s3cr3tvalue', 's3cr3tvalue'],
	['a password in a proxy’s address', 'connect via http://ada:lovelace@proxy.example:8080', 'lovelace'],
	['proxy authorisation', 'Proxy-Authorization: Basic YWRhOmxvdmVsYWNl', 'YWRhOmxvdmVsYWNl'],
	['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----', 'MIIEow'],
];
