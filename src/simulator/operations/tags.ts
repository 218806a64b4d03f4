import { parseBedrockArn } from '../../bedrock/arn';
import type { ApplicationProfile } from '../account/applicationProfiles';
import { asString, isObject, parseObject } from '../json';
import { constraintError, notFound, serializationError, ServiceError, validationError } from '../serviceError';
import { jsonAnswer } from '../wire/reply';
import { requestTagKeys, tagKeys } from './needs';
import type { Need, Operation, OperationInput } from './operation';

export const tagResource: Operation = {
	name: 'TagResource',
	needs: tagNeeds('bedrock:TagResource'),
	method: 'POST',
	pattern: ['tagResource'],
	run(input) {
		const { body, profile, resourceArn } = readTagRequest(input);
		const tags = readTags(body.tags);
		if (!tags) throw constraintError('null', 'tags', 'Member must not be null');
		if (new Set([...profile.tags.keys(), ...tags.keys()]).size > maxTags) throw tooManyTags(resourceArn);
		for (const [key, value] of tags) profile.tags.set(key, value);
		return jsonAnswer({});
	},
};

export const untagResource: Operation = {
	name: 'UntagResource',
	needs: tagNeeds('bedrock:UntagResource'),
	method: 'POST',
	pattern: ['untagResource'],
	run(input) {
		const { body, profile } = readTagRequest(input);
		if (!Array.isArray(body.tagKeys)) throw constraintError('null', 'tagKeys', 'Member must not be null');
		for (const key of body.tagKeys) if (typeof key === 'string') profile.tags.delete(key);
		return jsonAnswer({});
	},
};

export const listTagsForResource: Operation = {
	name: 'ListTagsForResource',
	needs: tagNeeds('bedrock:ListTagsForResource'),
	method: 'POST',
	pattern: ['listTagsForResource'],
	run(input) {
		const { profile } = readTagRequest(input);
		return jsonAnswer({ tags: [...profile.tags].map(([key, value]) => ({ key, value })) });
	},
};

/** @returns `undefined` when there is no list. @throws ServiceError for tags that AWS does not take. */
export function readTags(value: unknown): Map<string, string> | undefined {
	if (value === undefined || value === null) return undefined;
	if (!Array.isArray(value)) throw serializationError('Expected list or null');
	const tags = new Map<string, string>();
	value.forEach((tag: unknown, index) => {
		const place = `tags.${index + 1}.member`;
		const key = isObject(tag) ? asString(tag.key) : undefined;
		const text = isObject(tag) ? asString(tag.value) : undefined;
		if (key === undefined) throw constraintError('null', `${place}.key`, 'Member must not be null');
		if (text === undefined) throw constraintError('null', `${place}.value`, 'Member must not be null');
		if (key === '' || key.length > 128 || !tagPattern.test(key)) {
			throw constraintError(
				`'${key}'`,
				`${place}.key`,
				'Member must have length from 1 to 128 and satisfy regular expression pattern: [a-zA-Z0-9\\s._:/=+@-]*',
			);
		}
		if (text.length > 256 || !tagPattern.test(text)) {
			throw constraintError(
				`'${text}'`,
				`${place}.value`,
				'Member must have length up to 256 and satisfy regular expression pattern: [a-zA-Z0-9\\s._:/=+@-]*',
			);
		}
		if (key.toLowerCase().startsWith('aws:')) {
			throw validationError('Tag keys that start with aws: are reserved for AWS. Choose another key.');
		}
		if (tags.has(key)) throw validationError(`The tag key ${key} is given twice.`);
		tags.set(key, text);
	});
	return tags;
}

/** @see Amazon Bedrock API reference, TagResource */
export const maxTags = 50;

export function tooManyTags(resourceArn?: string): ServiceError {
	return new ServiceError(
		'TooManyTagsException',
		400,
		`The request contains more tags than can be associated with a resource (${maxTags} tags per resource).`,
		resourceArn === undefined ? {} : { resourceName: resourceArn },
	);
}

const tagPattern = /^[a-zA-Z0-9\s._:/=+@-]*$/;

function tagNeeds(action: string): (input: OperationInput) => readonly Need[] {
	return (input) => {
		const body = parseObject(input.request.body);
		const resource = asString(body?.resourceARN) ?? '';
		const tags = Array.isArray(body?.tagKeys)
			? { 'aws:TagKeys': body.tagKeys.map(String) }
			: requestTagKeys(body?.tags);
		return [{ action, resource, keys: { ...tagKeys(resource, input), ...tags } }];
	};
}

function readTagRequest(input: OperationInput): {
	body: Readonly<Record<string, unknown>>;
	profile: ApplicationProfile;
	resourceArn: string;
} {
	const body = parseObject(input.request.body);
	if (!body) throw serializationError('The request body is not a JSON object.');
	const resourceArn = asString(body.resourceARN);
	if (resourceArn === undefined) throw constraintError('null', 'resourceARN', 'Member must not be null');
	const arn = parseBedrockArn(resourceArn);
	if (!arn) throw validationError(`The provided ARN is invalid: ${resourceArn}`);
	const profile =
		arn.resourceType === 'application-inference-profile' && arn.account === input.account.id
			? input.account.applicationProfiles.find(input.region, arn.region === input.region ? arn.resourceId : '')
			: undefined;
	if (!profile) throw notFound(`The resource ${resourceArn} was not found.`);
	return { body, profile, resourceArn };
}
