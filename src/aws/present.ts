/** The SDK passes on a null where the service's types have none. */
export function present<T>(list: readonly T[] | undefined): readonly T[] {
	return (list ?? []).filter((item: unknown) => item !== null && item !== undefined);
}
