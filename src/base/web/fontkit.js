// fontkit of a bundle, from its sources: what reads TrueType fonts and sets Latin letters. Its own bundle
// brings other formats, and shapers of other scripts.
import { create, registerFormat } from '../../../node_modules/fontkit/src/base.js'
import DefaultShaper from '../../../node_modules/fontkit/src/opentype/shapers/DefaultShaper.js'
import TTFFont from '../../../node_modules/fontkit/src/TTFFont.js'

registerFormat(TTFFont)

export { create }

/** In place of its decorator of the kind before the standard one; what a method finds is not kept. */
export function cache(get, { kind, name }) {
  if (kind !== 'getter') return undefined
  return function () {
    const value = get.call(this)
    Object.defineProperty(this, name, { value })
    return value
  }
}

/** Of names, those that Windows reads in English. */
export const getEncoding = () => 'utf16be'
export const LANGUAGES = { 3: { 1033: 'en' } }
/** Letters are found by Unicode alone. */
export const getEncodingMapping = () => undefined
export const encodingExists = getEncodingMapping

export const choose = () => DefaultShaper

const is = (pattern) => (codePoint) => pattern.test(String.fromCodePoint(codePoint))
export const isMark = is(/\p{M}/u)
export const isDigit = is(/\p{Nd}/u)
const isLatin = is(/\p{Script=Latin}/u)
export const getScript = (codePoint) => (isLatin(codePoint) ? 'Latin' : 'Common')
