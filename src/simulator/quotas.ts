import type { Quota } from './world';

/**
 * The published quotas of August 2024.
 * @returns `undefined` for a model that the tables do not name.
 * @see Amazon Bedrock user guide of that month, "Quotas for Amazon Bedrock"
 */
export function launchQuota(region: string, modelId: string): Quota | undefined {
	const table = launchTables[modelId];
	if (!table) return undefined;
	const [requestsPerMinute, tokensPerMinute] = table.regions[region] ?? table.elsewhere;
	return { requestsPerMinute, tokensPerMinute };
}

/**
 * Today's quotas differ from account to account. This is a middling one: the large Regions have twice the room of the
 * others, so that routing has something to choose by.
 */
export function currentQuota(region: string): Quota {
	return largeRegions.includes(region)
		? { requestsPerMinute: 500, tokensPerMinute: 2_000_000 }
		: { requestsPerMinute: 250, tokensPerMinute: 1_000_000 };
}

const largeRegions = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-northeast-1'];

/** Requests and tokens a minute. */
type Row = readonly [number, number];

interface Table {
	readonly regions: Readonly<Record<string, Row>>;
	readonly elsewhere: Row;
}

const launchTables: Readonly<Record<string, Table>> = {
	'anthropic.claude-3-5-sonnet-20240620-v1:0': {
		regions: {
			'us-west-2': [250, 2_000_000],
			'ap-northeast-1': [20, 200_000],
			'ap-southeast-1': [20, 200_000],
			'eu-central-1': [20, 200_000],
		},
		elsewhere: [50, 400_000],
	},
	'anthropic.claude-3-haiku-20240307-v1:0': {
		regions: {
			'us-east-1': [1_000, 2_000_000],
			'us-west-2': [1_000, 2_000_000],
			'ap-northeast-1': [200, 200_000],
			'ap-southeast-1': [200, 200_000],
		},
		elsewhere: [400, 300_000],
	},
	'anthropic.claude-3-opus-20240229-v1:0': { regions: {}, elsewhere: [50, 400_000] },
};
