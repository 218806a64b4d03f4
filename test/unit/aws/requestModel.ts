import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Shape {
	readonly type: string;
	readonly members?: Readonly<Record<string, { readonly shape: string; readonly location?: string }>>;
	readonly member?: { readonly shape: string };
	readonly required?: readonly string[];
	readonly pattern?: string;
	readonly min?: number;
	readonly max?: number;
	readonly union?: boolean;
}

interface Model {
	readonly operations: Readonly<
		Record<
			string,
			{
				readonly http: { readonly method: string; readonly requestUri: string };
				readonly input: { readonly shape: string };
			}
		>
	>;
	readonly shapes: Readonly<Record<string, Shape>>;
}

const model = JSON.parse(
	readFileSync(join(import.meta.dirname, '..', '..', 'service-models', 'bedrock.json'), 'utf8'),
) as Model;

/** Judges a request by AWS's own description of Bedrock: one line for each complaint. */
export function requestComplaints(operation: string, path: string, body: unknown): string[] {
	const { http, input } = model.operations[operation]!;
	const pattern = http.requestUri.replace(/\{\w+\}/g, '[^/]+');
	const complaints = new RegExp(`^${pattern}$`).test(path) ? [] : [`the path is ${path}, not ${http.requestUri}`];
	return [...complaints, ...shapeComplaints(input.shape, body ?? {}, '$')];
}

function shapeComplaints(name: string, value: unknown, place: string): string[] {
	const shape = model.shapes[name]!;
	const within = (length: number) =>
		length >= (shape.min ?? 0) && length <= (shape.max ?? Infinity) ? [] : [`${place} has a length of ${length}`];
	switch (shape.type) {
		case 'structure': {
			if (typeof value !== 'object' || value === null) return [`${place} is no structure`];
			const inBody = Object.entries(shape.members ?? {}).filter(([, { location }]) => location === undefined);
			const missing = (shape.required ?? []).filter((key) => inBody.some(([each]) => each === key) && !(key in value));
			const unionFault = shape.union && Object.keys(value).length !== 1 ? [`${place} is no union`] : [];
			return [
				...missing.map((key) => `${place}.${key} is missing`),
				...unionFault,
				...Object.entries(value).flatMap(([key, item]) => {
					const member = inBody.find(([each]) => each === key)?.[1];
					return member ? shapeComplaints(member.shape, item, `${place}.${key}`) : [`${place}.${key} is unknown`];
				}),
			];
		}
		case 'list':
			if (!Array.isArray(value)) return [`${place} is no list`];
			return [
				...within(value.length),
				...value.flatMap((item, index) => shapeComplaints(shape.member!.shape, item, `${place}[${index}]`)),
			];
		case 'string': {
			if (typeof value !== 'string') return [`${place} is no text`];
			const fits = shape.pattern === undefined || new RegExp(`^(?:${shape.pattern})$`).test(value);
			return [...within(value.length), ...(fits ? [] : [`${place} does not fit its pattern: ${value}`])];
		}
		default:
			return [`${place} is a ${shape.type}`];
	}
}
