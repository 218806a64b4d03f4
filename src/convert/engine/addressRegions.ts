import type { FoundId } from './find';
import type { NamedRegion } from './regionNames';
import type { RegionResolver } from './regionValues';
import { valueSpanOf } from './sites';
import type { SourceText } from './sourceText';
import type { Consumer } from './trace';
import type { RegionEvidence } from './types';
import { mostMentions, type WeighedRegions } from './weighedRegions';

/** The Regions in ARNs and addresses that hold an ID, or that a name which holds it is put into. */
export class AddressRegions {
	constructor(
		private readonly source: SourceText,
		private readonly resolver: RegionResolver,
		private readonly weighed: WeighedRegions,
		/** The Regions that there are. */
		private readonly known: ReadonlySet<string>,
	) {}

	/** `const id = "…"; fetch(`https://bedrock-runtime.eu-west-1.amazonaws.com/model/${id}/invoke`)` */
	ofConsumers(consumers: readonly Consumer[]): RegionEvidence | undefined {
		const regions = new Set<string>();
		for (const { template } of consumers) {
			const region = template === '' ? undefined : requestUrl.exec(template)?.[1];
			if (region !== undefined && this.known.has(region)) regions.add(region);
		}
		const [line] = regions.size === 0 ? [] : consumers.filter(({ template }) => template !== '');
		return line && { source: 'url', regions: [...regions], line: this.source.lineNumber(line.at) };
	}

	/**
	 * The one Region among the ARNs and addresses of other services, which most programs reach where they run themselves: in
	 * data they may be all that says where.
	 */
	ofOtherServices(): RegionEvidence | undefined {
		const { text } = this.source;
		let first: NamedRegion | undefined;
		for (const mention of this.resolver.mentions.slice(0, mostMentions)) {
			const before = text.sliceOfLineBefore(mention.start, longestHead);
			const isReached = regionalArn.test(before) || isHost(before, text.slice(mention.end, mention.end + 30));
			// Anything else that it names may be where the requests go.
			if (!isReached || (first && first.region !== mention.region)) return undefined;
			first ??= mention;
		}
		return first && { source: 'file', regions: [first.region], line: this.source.lineNumber(first.start) };
	}

	/** The Region in the ARN, URL or library prefix that holds the ID. */
	of(found: FoundId): RegionEvidence | undefined {
		const { contentStart } = valueSpanOf(this.source, found.start, found.end);
		const before = this.source.text.slice(Math.max(contentStart, found.start - 300), found.start);
		if (before === '') return undefined;
		const arn = /arn:[\w-]+:bedrock:([a-z0-9-]+):[0-9]*:[a-z-]+\/$/.exec(before)?.[1];
		const url = urlBefore.exec(before)?.[1];
		const path = /bedrock\/(?:(?:converse|invoke|converse_like)\/)?([a-z]{2}(?:-[a-z]+)+-[0-9])\/$/.exec(before)?.[1];
		for (const [source, region] of [
			['arn', arn],
			['url', url ?? path],
		] as const) {
			if (region !== undefined && this.known.has(region)) {
				return { source, regions: [region], line: this.source.lineNumber(found.start) };
			}
		}
		return this.inHost(before, found);
	}

	/** `https://bedrock-runtime.${region}.amazonaws.com/model/…` */
	private inHost(before: string, found: FoundId): RegionEvidence | undefined {
		const name = filledUrlBefore.exec(before)?.[1];
		return name === undefined ? undefined : this.weighed.evidence('url', this.resolver.resolveName(name, found.start));
	}
}

/** In UTF-16 units, of an ARN or a host before its Region. */
const longestHead = 120;

/** Services that a program uses in a Region of its own; others have one Region for all, or are named where they are copied to. */
const regional = '(?:lambda|secretsmanager|ssm|sqs|sns|dynamodb|states|events|kinesis|firehose|es|aoss|logs|rds)';
const regionalArn = new RegExp(`arn:[\\w-]+:${regional}:$`);
const queueBefore = new RegExp(`//${regional}\\.$`);

/** `https://sqs.eu-west-1.amazonaws.com/…`, `https://search-docs.eu-west-1.es.amazonaws.com` */
function isHost(before: string, behind: string): boolean {
	if (behind.startsWith('.amazonaws.com')) return queueBefore.test(before);
	return /^\.(?:es|aoss|rds)\.amazonaws\.com/.test(behind) && before.endsWith('.');
}

/** The runtime's host, with its Region or what stands for it. */
const hostOf = (region: string): string => `bedrock-runtime(?:-fips)?\\.${region}\\.(?:amazonaws\\.com|api\\.aws)`;
const anyRegion = '([a-z0-9-]+)';
const requestUrl = new RegExp(`${hostOf(anyRegion)}\\S*/model/`);
const urlBefore = new RegExp(`${hostOf(anyRegion)}[^\\s"'\`]*$`);
const filledUrlBefore = new RegExp(`${hostOf('[$#]?\\{\\{?\\s*([A-Za-z_]\\w*)\\s*\\}?\\}')}[^\\s"'\`]*$`);
