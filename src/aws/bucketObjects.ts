import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { LogBucket } from '../bedrock/tracing';

/** An object of the invocation log, as a list names it. */
export interface BucketObject {
	readonly key: string;
	/** Milliseconds since 1970. */
	readonly writtenAt: number;
	/** Bytes, compressed. */
	readonly size: number;
}

/** The invocation log in a bucket. Both reject with what the SDK throws. */
export interface BucketObjects {
	/** The objects of one hour, in the order of their names, which is that of time. */
	inHour(sourceRegion: string, hour: Date): Promise<readonly BucketObject[]>;
	/** The bytes as they are stored. @throws RangeError when they are more than `limit`. */
	read(key: string, limit: number): Promise<Uint8Array>;
}

const mostPages = 20;

/**
 * @see Amazon Bedrock user guide, "Set up an Amazon S3 destination": `PREFIX/AWSLogs/ACCOUNT/BedrockModelInvocationLogs/REGION/YYYY/MM/DD/HH/*.json.gz`
 */
export function bucketObjects(client: S3Client, bucket: LogBucket, abortSignal: AbortSignal): BucketObjects {
	const { bucketName: Bucket, keyPrefix } = bucket;
	const root = `${keyPrefix === undefined ? '' : `${keyPrefix}/`}AWSLogs/`;
	let accounts: Promise<readonly string[]> | undefined;

	/** The account's number stands in the key; which one it is, the folder itself says. */
	const readAccounts = async (): Promise<readonly string[]> => {
		const output = await client.send(new ListObjectsV2Command({ Bucket, Prefix: root, Delimiter: '/' }), {
			abortSignal,
		});
		return (output.CommonPrefixes ?? []).flatMap(({ Prefix = '' }) => /\/(\d{12})\/$/.exec(Prefix)?.[1] ?? []);
	};

	return {
		async inHour(sourceRegion, hour) {
			accounts ??= readAccounts();
			const objects: BucketObject[] = [];
			for (const account of await accounts) {
				const folder = `${root}${account}/BedrockModelInvocationLogs/${sourceRegion}/${hourPath(hour)}/`;
				let token: string | undefined;
				for (let page = 0; page < mostPages; page += 1) {
					const output = await client.send(
						new ListObjectsV2Command({ Bucket, Prefix: folder, Delimiter: '/', ContinuationToken: token }),
						{ abortSignal },
					);
					for (const { Key: key, LastModified, Size: size = 0 } of output.Contents ?? []) {
						if (key?.endsWith('.json.gz')) objects.push({ key, writtenAt: LastModified?.getTime() ?? 0, size });
					}
					token = output.NextContinuationToken;
					if (token === undefined || token === '') break;
				}
			}
			return objects;
		},
		async read(key, limit) {
			const { Body, ContentLength = 0 } = await client.send(new GetObjectCommand({ Bucket, Key: key }), {
				abortSignal,
			});
			if (!Body || ContentLength > limit) throw new RangeError(`The object ${key} has ${ContentLength} bytes.`);
			return Body.transformToByteArray();
		},
	};
}

/** `2026/11/23/04`, in UTC. */
function hourPath(hour: Date): string {
	return hour.toISOString().slice(0, 13).replace(/[-T]/g, '/');
}
