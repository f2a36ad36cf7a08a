/** Doubles as Java writes and reads them, because DescribeConfigs shows what Java would show (`1.0E7`, `0.5`, `-0.0`). */

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[dDfF]?$/;

/** The value of a decimal literal, or null. Hexadecimal literals, which Java also takes, are refused. */
export function parseJavaDouble(text: string): number | null {
  const unsigned = text.replace(/^[+-]/, '');
  if (unsigned === 'NaN') return Number.NaN;
  if (unsigned === 'Infinity') return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (!DECIMAL.test(text)) return null;
  return Number(text.replace(/[dDfF]$/, ''));
}

/** Decimal from 0.001 up to ten million, else one digit, a fraction and an exponent. */
export function formatJavaDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e7) {
    const plain = String(value);
    return plain.includes('.') ? plain : `${plain}.0`;
  }
  const [digits, exponent] = value.toExponential().split('e') as [string, string];
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent.replace('+', '')}`;
}
