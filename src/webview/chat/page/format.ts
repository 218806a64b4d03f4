/** Puts values in the place of `{0}`, `{1}`; a value is never searched for places itself. */
export function fill(template: string, ...values: readonly string[]): string {
	return template.replace(/\{(\d+)\}/g, (place, index: string) => values[Number(index)] ?? place);
}

/** Numbers as the user's language writes them. */
export interface NumberFormats {
	readonly count: (value: number) => string;
	/** @param value for each second */
	readonly rate: (value: number) => string;
	/** @param value US dollars; small amounts keep their first two digits. */
	readonly dollars: (value: number) => string;
	/** @param value milliseconds */
	readonly duration: (value: number) => string;
	/** A file's size. */
	readonly bytes: (value: number) => string;
	/** @param value milliseconds since the epoch */
	readonly moment: (value: number) => string;
	/** @param value whole seconds */
	readonly wait: (value: number) => string;
}

/** @param language BCP 47; one that the browser does not know gives its own default. */
export function numberFormats(language: string): NumberFormats {
	const locale = Intl.NumberFormat.supportedLocalesOf([language])[0];
	const counts = new Intl.NumberFormat(locale);
	const rates = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
	const currency = { style: 'currency', currency: 'USD' } as const;
	const amounts = new Intl.NumberFormat(locale, { ...currency, maximumFractionDigits: 4 });
	const smallAmounts = new Intl.NumberFormat(locale, { ...currency, maximumSignificantDigits: 2 });
	const milliseconds = unit(locale, 'millisecond', 0);
	const seconds = unit(locale, 'second', 2);
	const minutes = unit(locale, 'minute', 0);
	const kilobytes = unit(locale, 'kilobyte', 0);
	const megabytes = unit(locale, 'megabyte', 1);
	const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
	return {
		bytes: (value) => (value < 1_000_000 ? kilobytes.format(Math.ceil(value / 1_000)) : megabytes.format(value / 1e6)),
		moment: (value) => moments.format(value),
		count: (value) => counts.format(value),
		rate: (value) => rates.format(value),
		dollars: (value) => (value < 0.01 ? smallAmounts : amounts).format(value),
		duration: (value) => (value < 1_000 ? milliseconds.format(value) : seconds.format(value / 1_000)),
		wait: (value) => (value < 120 ? seconds.format(value) : minutes.format(Math.ceil(value / 60))),
	};
}

function unit(locale: string | undefined, name: string, digits: number): Intl.NumberFormat {
	return new Intl.NumberFormat(locale, {
		style: 'unit',
		unit: name,
		unitDisplay: 'short',
		maximumFractionDigits: digits,
	});
}
