import type { Catalogue } from '../../bedrock/catalogue';

/**
 * The model behind a constant of CDK's `FoundationModelIdentifier`. Its names are the IDs in capitals, with and without
 * the last `:0`; both sides are compared without their separators.
 * @param constant e.g. `ANTHROPIC_CLAUDE_3_HAIKU_20240307_V1_0`
 */
export function modelOfConstant(constant: string, catalogue: Catalogue): string | undefined {
	let known = constants.get(catalogue);
	if (!known) {
		known = new Map(catalogue.models.map(({ modelId }) => [squeezed(modelId), modelId]));
		constants.set(catalogue, known);
	}
	const name = squeezed(constant);
	return known.get(name) ?? known.get(`${name}0`);
}

const constants = new WeakMap<Catalogue, Map<string, string>>();

function squeezed(name: string): string {
	return name.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();
}
