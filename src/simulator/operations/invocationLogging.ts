import { readLoggingConfig } from '../account/loggingConfig';
import { parseObject } from '../json';
import { serializationError } from '../serviceError';
import { jsonAnswer } from '../wire/reply';
import type { Operation } from './operation';

const pattern = ['logging', 'modelinvocations'];

export const getModelInvocationLoggingConfiguration: Operation = {
	name: 'GetModelInvocationLoggingConfiguration',
	method: 'GET',
	pattern,
	run({ account, region }) {
		const loggingConfig = account.records.logging.get(region);
		return jsonAnswer(loggingConfig ? { loggingConfig } : {});
	},
};

export const putModelInvocationLoggingConfiguration: Operation = {
	name: 'PutModelInvocationLoggingConfiguration',
	method: 'PUT',
	pattern,
	run({ account, region, request }) {
		const body = parseObject(request.body);
		if (!body) throw serializationError('The request body is not a JSON object.');
		const config = readLoggingConfig(body.loggingConfig);
		for (const s3 of [config.s3Config, config.cloudWatchConfig?.largeDataDeliveryS3Config]) {
			if (s3) account.records.objects.open(s3.bucketName, region);
		}
		account.records.logging.set(region, config);
		return jsonAnswer({});
	},
};

export const deleteModelInvocationLoggingConfiguration: Operation = {
	name: 'DeleteModelInvocationLoggingConfiguration',
	method: 'DELETE',
	pattern,
	run({ account, region }) {
		account.records.logging.set(region, undefined);
		return jsonAnswer({});
	},
};
