import { ofPlace } from './configScope';
import type { NamedRegion } from './regionNames';
import type { RegionResolver } from './regionValues';
import { type Frame, siteOf, valueSpanOf } from './sites';
import type { SourceText } from './sourceText';
import { pauses } from './steps';
import { yamlAncestors } from './yamlAncestors';
import { isOfOneFunction } from './yamlSiblings';

/** So many settings of Regions are followed to their values. */
export const mostClients = 200;

/** So many settings are looked at in one step. */
const inStep = 8;

/** How much each Region of a text says about the text's requests to Bedrock. */
export class RegionWeights {
	private readonly known = new Map<NamedRegion, number>();
	private hasWeighedClients = false;

	constructor(
		private readonly source: SourceText,
		private readonly resolver: RegionResolver,
	) {}

	/** A Region that a client names by a variable counts as if it stood in the client. */
	*weighClientsInSteps(): Generator<void, void> {
		if (this.hasWeighedClients || this.source.syntax.family !== 'code' || this.source.language === 'terraform') return;
		this.hasWeighedClients = true;
		for (const [index, setting] of this.resolver.settings.slice(0, mostClients).entries()) {
			if (index % inStep === 0 && pauses()) yield;
			const { start, valueStart, valueEnd, bracket } = setting;
			if (bracket === -1 || this.resolver.mentionsIn(valueStart, valueEnd).length > 0) continue;
			const { statement, frames } = siteOf(this.source, start, start);
			const text = this.source.text.slice(
				Math.max(statement.start, start - 600),
				Math.min(statement.end, valueEnd + 200),
			);
			if (frames.length === 0 || !/bedrock/i.test(text) || isControlPlane.test(text)) continue;
			const { at, regions } = this.resolver.resolve(valueStart, valueEnd);
			const [mention] = at === undefined || regions.size !== 1 ? [] : this.resolver.mentionsIn(at, at + 1);
			if (mention && this.weightOf(mention) >= 2) this.known.set(mention, 4);
		}
	}

	/** 4: of a client that invokes models · 3: of another Bedrock client · 2: a Region's setting · 1: in a Bedrock ARN · 0: says nothing about Bedrock. */
	weightOf(mention: NamedRegion): number {
		let weight = this.known.get(mention);
		if (weight === undefined) this.known.set(mention, (weight = this.weigh(mention)));
		return weight;
	}

	private weigh(mention: NamedRegion): number {
		const { text, code } = this.source;
		const before = text.sliceOfLineBefore(mention.start, 160);
		if (/arn:[\w-]+:[a-z0-9-]*:$/.test(before)) return /arn:[\w-]+:bedrock:$/.test(before) ? 1 : 0;
		const host = /([a-z0-9-]+)\.$/.exec(before)?.[1];
		if (host !== undefined && /^\.(?:amazonaws\.com|api\.aws)/.test(text.slice(mention.end, mention.end + 20))) {
			// The address of one request says nothing about the others.
			const isRequest = /^[^\s"'`]*\/model\//.test(text.slice(mention.end, mention.end + 60));
			return host.startsWith('bedrock') && host !== 'bedrock-mantle' ? (isRequest ? 1 : 4) : 0;
		}
		if (before.endsWith('/') && text.charAt(mention.end) === '/') return 0;
		const value = valueSpanOf(this.source, mention.start, mention.end);
		const site = siteOf(this.source, value.start, value.end);
		if (site.isKey || site.isCompared) return 0;
		if (
			value.isQuoted &&
			/\s/.test(text.slice(value.contentStart, value.contentEnd)) &&
			this.source.syntax.family === 'code'
		) {
			if (!/region/i.test(text.slice(value.contentStart, mention.start))) return 0;
		}
		// A job or a service may be called `translate`: what its SDK takes is for all that it does.
		const isOfAll = /^AWS_(?:DEFAULT_)?REGION$/.test(site.name);
		const isOfOther = site.frames.some(({ key }) => otherService.test(key)) || this.isBelowOtherService(mention.start);
		if (isOfOther && !isOfAll) return 0;
		const statement = text.slice(
			Math.max(site.statement.start, mention.start - 600),
			Math.min(site.statement.end, mention.end + 200),
		);
		if (isOtherService(statement)) return 0;
		const isListed = site.name === '' && site.frames[0] !== undefined && code.charAt(site.frames[0].open) === '[';
		if (isListed) return 0;
		if (
			/bedrock/i.test(statement) &&
			site.frames.length > 0 &&
			this.source.syntax.family === 'code' &&
			this.source.language !== 'terraform'
		) {
			return isControlPlane.test(statement) ? 3 : 4;
		}
		if (this.source.language === 'terraform' && this.isOfState(site.frames)) return 0;
		if (this.source.language === 'terraform' && this.isOfAlias(site.frames[0])) return 1;
		// Pulumi: a provider that is made is for those who name it.
		if (site.frames.some(({ callee }) => /(?:^|\.)aws\.Provider$/.test(callee))) return 0;
		if (this.source.language === 'yaml' && isOfOneFunction(this.source, mention.start)) return 1;
		if (this.source.syntax.family === 'config' && ofPlace.test(site.name)) return 1;
		const line =
			this.propertyBefore(mention.start) ??
			text.slice(Math.max(this.source.lineStart(mention.start), mention.start - 300), mention.end);
		// Spring Cloud writes `region:` and `static: us-east-1` below it.
		const around = /^(?:value|default|default_value|static)$/i.test(site.name)
			? this.textAround(mention.start, site.frames[0])
			: '';
		const names = `${around} ${site.name} ${site.target} ${site.frames.map(({ callee, key }) => `${callee} ${key}`).join(' ')} ${line}`;
		if (/(?:s3|bucket|sns|sqs|dynamo|kms|replica|backup|secondary|failover|fallback)[._-]?region/i.test(names))
			return 0;
		// `variable "bedrock_region" {`
		const [frame] = around === '' ? [] : site.frames;
		const head = frame ? text.slice(Math.max(this.source.lineStart(frame.open), frame.open - 100), frame.open) : '';
		if (/bedrock_?(?:aws_?)?region/i.test(`${head} ${site.name} ${line}`)) return 3;
		return /region|endpoint|client|session|location|env/i.test(names) ? 2 : 0;
	}

	/** The line above that names a value of Apple's property lists: `<key>AWSRegion</key>`. */
	private propertyBefore(offset: number): string | undefined {
		if (this.source.language !== 'xml') return undefined;
		return /<key>[^<]{1,80}<\/key>\s{0,40}<string>\s{0,40}$/.exec(
			this.source.text.slice(Math.max(0, offset - 200), offset),
		)?.[0];
	}

	/** `s3:` above `region:`, `aws.s3.region=` */
	private isBelowOtherService(offset: number): boolean {
		if (this.source.language === 'properties') {
			const [key = ''] = this.source.text.sliceOfLineBefore(offset, 160).split(/[=:]/, 1);
			return key.split('.').some((part) => otherService.test(part.trim()));
		}
		if (!this.source.syntax.isIndented || this.source.syntax.family !== 'config') return false;
		return yamlAncestors(this.source, offset).some(({ key = '' }) => otherService.test(key));
	}

	/** Terraform: where the state of a configuration is kept. */
	private isOfState(frames: readonly Frame[]): boolean {
		return frames.some(({ open }) =>
			/\b(?:remote_state|backend\s+"\w+"|data\s+"terraform_remote_state"\s+"[\w-]+")\s*$/.test(
				this.source.text.slice(Math.max(0, open - 100), open),
			),
		);
	}

	/** Terraform: a provider with an alias is for those who name it. */
	private isOfAlias(frame: Frame | undefined): boolean {
		if (!frame || !/\bprovider\s+"\w+"\s*$/.test(this.source.text.slice(Math.max(0, frame.open - 60), frame.open)))
			return false;
		return /\balias\s*=/.test(this.source.text.slice(frame.open, Math.min(frame.close, frame.open + 2_000)));
	}

	/** Who owns a `value` or `default`: the lines beside it, or the head of its block. */
	private textAround(offset: number, frame: Frame | undefined): string {
		const { text } = this.source;
		if (frame) {
			// The field that an attribute of Rust is of stands behind it.
			const field = this.source.language === 'rust' ? text.slice(frame.close, frame.close + 60) : '';
			return text.slice(Math.max(0, frame.open - 60), Math.min(frame.close, frame.open + 200)) + field;
		}
		// A parameter of CloudFormation has its name above its type, its description and its default.
		const holder = this.source.syntax.isIndented ? yamlAncestors(this.source, offset).at(-2) : undefined;
		return text.slice(Math.max(holder?.start ?? this.source.lineStart(offset), offset - 400), offset);
	}
}

/** What settings of another service are gathered below. */
const otherService =
	/^(?:ses|s3|sqs|sns|dynamo(?:db)?|kms|polly|cognito|rekognition|textract|transcribe|translate|comprehend|opensearch|elasticsearch|kinesis|cloudwatch|secrets_?manager|ssm|rds|redshift|athena)$/i;

/** A client that lists and configures, and invokes nothing. */
const isControlPlane = /["'`]bedrock(?:-agent)?["'`]|\bBedrock(?:Agent)?(?:Async)?(?:Client)?(?:\s*[({.]|\s+\w+\s*=)/;

/** A client of another service: its Region says nothing about Bedrock. */
function isOtherService(statement: string): boolean {
	if (/bedrock/i.test(statement)) return false;
	// Hardly a statement names a client at all.
	if (!/client|resource\(/i.test(statement)) return false;
	return (
		/\.?(?:client|resource)\(\s*(?:service_name\s*=\s*)?["'](?!bedrock)[a-z][a-z0-9-]*["']/.test(statement) ||
		/\b(?:new\s+|Amazon|Aws)?(?:S3|DynamoDB|DynamoDb|SQS|Sqs|SNS|Sns|Lambda|SecretsManager|SSM|Ssm|CloudWatch\w*|Polly|Textract|Transcribe\w*|STS|Sts|SecurityTokenService|Kinesis\w*|SES\w*|Ses\w*|Cognito\w*|EventBridge|Comprehend|Translate|Rekognition|OpenSearch\w*|EC2|Ec2|ECS|Ecs|RDS|Rds|KMS|Kms|IAM|Iam|Athena|Glue|SageMaker\w*|StepFunctions|SFN|Sfn)(?:Async)?Client\b/.test(
			statement,
		)
	);
}
