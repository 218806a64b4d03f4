import { converse, converseStream } from './operations/converse';
import { countTokens } from './operations/countTokens';
import {
	getFoundationModel,
	getFoundationModelAvailability,
	listFoundationModels,
} from './operations/foundationModels';
import { getInferenceProfile, listInferenceProfiles } from './operations/inferenceProfiles';
import { invokeModel, invokeModelWithResponseStream } from './operations/invokeModel';
import type { Operation } from './operations/operation';
import { ServiceError } from './serviceError';
import { decode } from './wire/canonicalRequest';
import type { RequestHead } from './wire/request';
import { header } from './wire/request';
import { scopedService } from './wire/signatureScope';

export interface FoundOperation {
	readonly operation: Operation;
	/** Decoded parts of the path, in the order of the pattern's gaps. */
	readonly parameters: string[];
}

/** What is called often is at hand; the rest comes from a file of its own. @throws ServiceError for an unknown operation. */
export async function findOperation(head: RequestHead): Promise<FoundOperation> {
	const isReading = head.method === 'GET' || head.method === 'HEAD';
	if (isReading && scopedService(head) === 's3') return findS3Operation(head);
	const target = /^\/+$/.test(head.path) ? header(head, 'x-amz-target') : undefined;
	const found = findAmong(frequentOperations, head, target);
	if (found) return found;
	const { rareOperations } = await import('./services/services');
	const rare = findAmong(rareOperations, head, target);
	if (rare) return rare;
	throw unknownOperation(head, target);
}

/** S3 has no fixed paths: a bucket, and a key with any number of slashes. */
async function findS3Operation(head: RequestHead): Promise<FoundOperation> {
	const { s3Operation } = await import('./services/services');
	const operation = s3Operation(head.method, head.path, new URLSearchParams(head.query));
	if (!operation) throw unknownOperation(head);
	const [, bucket = '', key = ''] = /^\/([^/]+)\/?(.*)$/.exec(head.path) ?? [];
	return { operation, parameters: [decode(bucket), decode(key)] };
}

function unknownOperation(head: RequestHead, target?: string): ServiceError {
	return new ServiceError(
		'UnknownOperationException',
		404,
		`The simulator has no operation for ${head.method} ${head.path}${target === undefined ? '' : ` with target ${target}`}.`,
	);
}

const frequentOperations: readonly Operation[] = [
	listInferenceProfiles,
	getInferenceProfile,
	listFoundationModels,
	getFoundationModelAvailability,
	getFoundationModel,
	converse,
	converseStream,
	invokeModel,
	invokeModelWithResponseStream,
	countTokens,
];

/** What people see first when they put a fault on an operation. */
export const frequentOperationNames: readonly string[] = frequentOperations.map(({ name }) => name);

function findAmong(
	operations: readonly Operation[],
	head: RequestHead,
	target: string | undefined,
): FoundOperation | undefined {
	const segments = segmentsOf(head.path);
	const operation = operations.find(
		({ method, pattern, target: own }) =>
			isNamed(own, target) &&
			method === head.method &&
			pattern.length === segments.length &&
			pattern.every((part, index) => part === undefined || part === segments[index]),
	);
	if (!operation) return undefined;
	const parameters = segments.filter((_, index) => operation.pattern[index] === undefined).map(decode);
	return { operation, parameters };
}

/** Some clients put an endpoint that ends in a slash before the path, or leave a slash behind it. */
function segmentsOf(path: string): string[] {
	const segments = path.split('/').filter((segment) => segment !== '');
	return segments.length === 0 ? [''] : segments;
}

/** SDKs name a service of the JSON protocols with or without its package: `com.amazonaws.cloudtrail.v20131101.…`. */
function isNamed(own: string | undefined, target: string | undefined): boolean {
	return own === target || (target?.includes('.') === true && own?.endsWith(`.${target}`) === true);
}
