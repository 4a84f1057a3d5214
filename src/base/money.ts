// Money is whole pence everywhere; pounds appear only where people type or read them.
import { sayNumber } from './words.ts'

/** `£35`, `£35.50`, `nothing`; `−£35` for a sum owed to somebody. */
export const sayPence = (pence: number): string => (pence === 0 ? 'nothing' : sayPounds(pence))

/** `£35.00`, `£0.00`, `−£1,250.50`: always with pence. */
export const sayMoney = (pence: number): string => {
  const whole = Math.abs(pence)
  return `${pence < 0 ? '−' : ''}£${sayNumber(Math.floor(whole / 100))}.${String(whole % 100).padStart(2, '0')}`
}

const sayPounds = (pence: number): string => sayMoney(pence).replace(/\.00$/, '')

/** `35.00`, `-1250.50`, for files that other systems read. */
export const moneyForFiles = (pence: number): string => {
  const whole = Math.abs(pence)
  return `${pence < 0 ? '-' : ''}${Math.floor(whole / 100)}.${String(whole % 100).padStart(2, '0')}`
}

/**
 * To the nearest penny, half away from zero, for each line (HMRC Notice 700, 17.5).
 * @param pence net of VAT @param basisPoints hundredths of a per cent: 2000 is 20 %
 */
export const vatOf = (pence: number, basisPoints: number): number => {
  const exact = Math.abs(pence) * basisPoints
  const vat = Math.floor((exact + 5_000) / 10_000)
  return pence < 0 && vat !== 0 ? -vat : vat
}

/**
 * `35`, `35.5`, `£1,250.00`; `1,5` is refused because it may mean one and a half.
 * @returns pence; undefined for anything else
 */
export const parsePounds = (text: string): number | undefined => {
  const match = /^£?\s*(\d{1,3}(?:,\d{3}){1,2}|\d{1,7})(?:\.(\d{1,2}))?$/.exec(text.trim())
  if (!match) return undefined
  return Number((match[1] ?? '').replaceAll(',', '')) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}
