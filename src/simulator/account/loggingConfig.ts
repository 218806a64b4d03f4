import type { JsonObject } from '../json';
import { asString, isObject } from '../json';
import { constraintError, validationError } from '../serviceError';

export interface S3Config {
	readonly bucketName: string;
	readonly keyPrefix?: string;
}

/** As the API has it. */
export interface LoggingConfig {
	readonly cloudWatchConfig?: {
		readonly logGroupName: string;
		readonly roleArn: string;
		readonly largeDataDeliveryS3Config?: S3Config;
	};
	readonly s3Config?: S3Config;
	readonly textDataDeliveryEnabled?: boolean;
	readonly imageDataDeliveryEnabled?: boolean;
	readonly embeddingDataDeliveryEnabled?: boolean;
	readonly videoDataDeliveryEnabled?: boolean;
	readonly audioDataDeliveryEnabled?: boolean;
}

/** Region by Region. Off everywhere, as on AWS, unless the simulator was started with logging. */
export class LoggingConfigs {
	private readonly configs = new Map<string, LoggingConfig | undefined>();
	private readonly groups = new Set<string>();

	constructor(private readonly initial: LoggingConfig | undefined) {}

	get(region: string): LoggingConfig | undefined {
		return this.configs.has(region) ? this.configs.get(region) : this.initial;
	}

	set(region: string, config: LoggingConfig | undefined): void {
		const group = this.get(region)?.cloudWatchConfig?.logGroupName;
		if (group !== undefined) this.groups.add(`${region}/${group}`);
		this.configs.set(region, config);
	}

	/** A group stays when the configuration that filled it goes. */
	hasGroup(region: string, group: string): boolean {
		return this.get(region)?.cloudWatchConfig?.logGroupName === group || this.groups.has(`${region}/${group}`);
	}
}

/** Where the simulator logs to when it is told to from the start. */
export const loggingToCloudWatch: LoggingConfig = {
	cloudWatchConfig: {
		logGroupName: '/aws/bedrock/modelinvocations',
		roleArn: 'arn:aws:iam::111122223333:role/bedrock-logging',
	},
	textDataDeliveryEnabled: true,
	imageDataDeliveryEnabled: true,
	embeddingDataDeliveryEnabled: true,
};

/** @throws ServiceError for a configuration that AWS does not take. */
export function readLoggingConfig(value: unknown): LoggingConfig {
	if (!isObject(value)) throw constraintError('null', 'loggingConfig', 'Member must not be null');
	const cloudWatch = value.cloudWatchConfig;
	const s3Config = readS3(value.s3Config, 'loggingConfig.s3Config');
	const flags = Object.fromEntries(
		['text', 'image', 'embedding', 'video', 'audio'].flatMap((kind) => {
			const name = `${kind}DataDeliveryEnabled`;
			return typeof value[name] === 'boolean' ? [[name, value[name]]] : [];
		}),
	);
	if (!isObject(cloudWatch)) {
		if (!s3Config) throw validationError('The loggingConfig must have a cloudWatchConfig or an s3Config.');
		return { s3Config, ...flags };
	}
	const place = 'loggingConfig.cloudWatchConfig';
	const logGroupName = required(cloudWatch, 'logGroupName', place);
	const roleArn = required(cloudWatch, 'roleArn', place);
	if (logGroupName === '' || logGroupName.length > 512) {
		throw constraintError(`'${logGroupName}'`, `${place}.logGroupName`, 'Member must have length from 1 to 512');
	}
	if (!/^arn:aws(-[^:]+)?:iam::([0-9]{12})?:role\/.+$/.test(roleArn)) {
		throw constraintError(
			`'${roleArn}'`,
			`${place}.roleArn`,
			'Member must satisfy regular expression pattern: arn:aws(-[^:]+)?:iam::([0-9]{12})?:role/.+',
		);
	}
	const large = readS3(cloudWatch.largeDataDeliveryS3Config, `${place}.largeDataDeliveryS3Config`);
	return {
		cloudWatchConfig: { logGroupName, roleArn, ...(large ? { largeDataDeliveryS3Config: large } : {}) },
		...(s3Config ? { s3Config } : {}),
		...flags,
	};
}

function readS3(value: unknown, place: string): S3Config | undefined {
	if (!isObject(value)) return undefined;
	const bucketName = required(value, 'bucketName', place);
	const keyPrefix = asString(value.keyPrefix);
	return { bucketName, ...(keyPrefix === undefined ? {} : { keyPrefix }) };
}

function required(value: JsonObject, name: string, place: string): string {
	const text = asString(value[name]);
	if (text === undefined) throw constraintError('null', `${place}.${name}`, 'Member must not be null');
	return text;
}
