import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Shape {
	readonly type: string;
	readonly members?: Readonly<
		Record<string, { readonly shape: string; readonly location?: string; readonly locationName?: string }>
	>;
	readonly member?: { readonly shape: string };
	readonly key?: { readonly shape: string };
	readonly value?: { readonly shape: string };
	readonly required?: readonly string[];
	readonly enum?: readonly string[];
	readonly pattern?: string;
	readonly min?: number;
	readonly max?: number;
	readonly union?: boolean;
	readonly document?: boolean;
	readonly eventstream?: boolean;
	readonly exception?: boolean;
	readonly error?: { readonly httpStatusCode: number };
	readonly payload?: string;
}

interface Model {
	readonly metadata: { readonly protocol: string };
	readonly operations: Readonly<
		Record<
			string,
			{
				readonly http: { readonly method: string; readonly requestUri: string; readonly responseCode?: number };
				readonly output?: { readonly shape: string };
				readonly errors?: readonly { readonly shape: string }[];
			}
		>
	>;
	readonly shapes: Readonly<Record<string, Shape>>;
}

/**
 * Places where AWS's own answers are wider than its published model, each seen in real answers. The rule that they
 * break is dropped for that shape; everything else about it still counts.
 */
const widerThanTheModel: Readonly<Record<string, readonly (keyof Shape)[]>> = {
	// The live API also says INFERENCE_PROFILE, VIDEO, SPEECH and AUDIO; clients must take these enums as open.
	InferenceType: ['enum'],
	ModelModality: ['enum'],
	// "Titan Image Generator G1 v2" has 27 characters.
	BrandedName: ['max'],
	// "US Anthropic Claude 3.5 Sonnet" has a dot, and "Routes requests to … in us-east-1, us-east-2 and us-west-2." commas.
	InferenceProfileName: ['pattern'],
	InferenceProfileDescription: ['pattern'],
	// Asia-Pacific and European profiles name up to a dozen destinations.
	InferenceProfileModels: ['max'],
	// A global profile lists the model's ARN without a Region; newer IDs have two dots.
	FoundationModelArn: ['pattern'],
};

/** Judges answers by AWS's own description of a service. Every complaint is one line: where, and what is wrong. */
export class ServiceModel {
	private readonly model: Model;

	constructor(service: 'bedrock' | 'bedrock-runtime' | 'logs' | 'service-quotas' | 'cloudtrail' | 'sts') {
		const path = join(import.meta.dirname, '..', '..', 'service-models', `${service}.json`);
		this.model = JSON.parse(readFileSync(path, 'utf8')) as Model;
	}

	get operationNames(): string[] {
		return Object.keys(this.model.operations);
	}

	/** A whole answer: status, headers and body. Event streams are judged event by event. */
	responseComplaints(
		operation: string,
		status: number,
		headers: Readonly<Record<string, string>>,
		body: unknown,
	): string[] {
		const { http, output } = this.operation(operation);
		const complaints =
			status === (http.responseCode ?? 200) ? [] : [`status ${status}, not ${http.responseCode ?? 200}`];
		if (!output) return complaints;
		const shape = this.shape(output.shape);
		const bodyMembers: Record<string, unknown> = {};
		for (const [name, member] of Object.entries(shape.members ?? {})) {
			const header = member.location === 'header' ? headers[(member.locationName ?? name).toLowerCase()] : undefined;
			if (member.location === 'header') {
				if (header === undefined && shape.required?.includes(name))
					complaints.push(`header ${member.locationName ?? name} is missing`);
				if (header !== undefined) complaints.push(...this.complaints(member.shape, header, `header ${name}`));
			}
		}
		if (shape.payload) return complaints;
		if (typeof body !== 'object' || body === null) return [...complaints, 'the body is no object'];
		Object.assign(bodyMembers, body);
		return [...complaints, ...this.complaints(output.shape, bodyMembers, '$')];
	}

	/** The errors that the model names for an operation, with their status. */
	errorsOf(operation: string): { readonly name: string; readonly status: number }[] {
		return (this.operation(operation).errors ?? []).map(({ shape }) => ({
			name: shape,
			status: this.shape(shape).error?.httpStatusCode ?? 400,
		}));
	}

	/** One event (or modelled exception) of a stream, by its `:event-type` or `:exception-type`. */
	eventComplaints(operation: string, kind: string, payload: unknown): string[] {
		const output = this.shape(this.operation(operation).output?.shape ?? '');
		const stream = Object.values(output.members ?? {}).find((member) => this.shape(member.shape).eventstream);
		if (!stream) return [`${operation} has no stream`];
		const member = this.shape(stream.shape).members?.[kind];
		return member ? this.complaints(member.shape, payload, kind) : [`unknown event ${kind}`];
	}

	/** An error that the operation's model names: its status and its members. */
	errorComplaints(operation: string, name: string, status: number, body: unknown): string[] {
		if (!this.operation(operation).errors?.some((error) => error.shape === name))
			return [`${operation} has no error ${name}`];
		const shape = this.shape(name);
		const complaints =
			(shape.error?.httpStatusCode ?? 400) === status
				? []
				: [`status ${status}, not ${shape.error?.httpStatusCode ?? 400}`];
		return [...complaints, ...this.complaints(name, body, name)];
	}

	private operation(name: string) {
		const operation = this.model.operations[name];
		if (!operation) throw new Error(`no operation ${name} in the model`);
		return operation;
	}

	private shape(name: string): Shape {
		const shape = this.model.shapes[name];
		if (!shape) throw new Error(`no shape ${name} in the model`);
		return shape;
	}

	private complaints(shapeName: string, value: unknown, place: string): string[] {
		const shape = this.shape(shapeName);
		if (shape.document) return [];
		const waived = widerThanTheModel[shapeName] ?? [];
		switch (shape.type) {
			case 'structure':
				return this.structure(shape, value, place);
			case 'list': {
				if (!Array.isArray(value)) return [`${place} is no list`];
				return [
					...size(shape, value.length, place, waived),
					...value.flatMap((item, index) => this.complaints(shape.member!.shape, item, `${place}[${index}]`)),
				];
			}
			case 'map': {
				if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place} is no map`];
				return Object.entries(value).flatMap(([key, item]) => [
					...this.complaints(shape.key!.shape, key, `${place} key ${key}`),
					...this.complaints(shape.value!.shape, item, `${place}.${key}`),
				]);
			}
			case 'string':
				return stringComplaints(shape, value, place, waived);
			case 'boolean':
				return typeof value === 'boolean' ? [] : [`${place} is no boolean`];
			case 'integer':
			case 'long':
				return Number.isSafeInteger(value) ? size(shape, value as number, place, waived) : [`${place} is no integer`];
			case 'float':
			case 'double':
				return typeof value === 'number' ? size(shape, value, place, waived) : [`${place} is no number`];
			case 'timestamp':
				// JSON 1.1 writes seconds since 1970, REST-JSON ISO 8601.
				if (this.model.metadata.protocol === 'json') {
					return typeof value === 'number' ? [] : [`${place} is no number of seconds`];
				}
				return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)
					? []
					: [`${place} is no ISO 8601 time`];
			case 'blob':
				return typeof value === 'string' && Buffer.from(value, 'base64').toString('base64') === value
					? []
					: [`${place} is no base64`];
			default:
				return [`${place}: shape type ${shape.type} is not judged`];
		}
	}

	private structure(shape: Shape, value: unknown, place: string): string[] {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place} is no structure`];
		const members = shape.members ?? {};
		const complaints = (shape.required ?? [])
			.filter((name) => !(name in value) && !members[name]?.location)
			.map((name) => `${place}.${name} is missing`);
		if (shape.union && Object.keys(value).length !== 1) complaints.push(`${place} must set exactly one member`);
		for (const [name, item] of Object.entries(value)) {
			const member = members[name];
			if (!member) complaints.push(`${place}.${name} is not in the model`);
			else complaints.push(...this.complaints(member.shape, item, `${place}.${name}`));
		}
		return complaints;
	}
}

function stringComplaints(shape: Shape, value: unknown, place: string, waived: readonly (keyof Shape)[]): string[] {
	if (typeof value !== 'string') return [`${place} is no string`];
	const complaints = size(shape, value.length, place, waived);
	if (shape.enum && !waived.includes('enum') && !shape.enum.includes(value))
		complaints.push(`${place}: ${value} is not in the enum`);
	if (shape.pattern && !waived.includes('pattern') && !new RegExp(`^(?:${shape.pattern})$`, 'u').test(value)) {
		complaints.push(`${place}: ${value} breaks the pattern`);
	}
	return complaints;
}

function size(shape: Shape, amount: number, place: string, waived: readonly (keyof Shape)[]): string[] {
	const complaints: string[] = [];
	if (shape.min !== undefined && amount < shape.min) complaints.push(`${place} is below ${shape.min}`);
	if (shape.max !== undefined && amount > shape.max && !waived.includes('max'))
		complaints.push(`${place} is above ${shape.max}`);
	return complaints;
}
