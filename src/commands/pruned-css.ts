// A stylesheet without rules that no page needs. It knows only the CSS that Sass writes
// compressed.

/** The end of the block that opens at `from`, past its brace; strings may hold braces. */
const endOfBlock = (css: string, from: number): number => {
  let depth = 0
  let quote = ''
  for (let at = from; at < css.length; at += 1) {
    const sign = css[at] ?? ''
    if (sign === '\\') at += 1
    else if (quote) quote = sign === quote ? '' : quote
    else if (sign === '"' || sign === "'") quote = sign
    else if (sign === '{') depth += 1
    else if (sign === '}') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  throw new Error('A block of the stylesheet has no end')
}

/** Selectors of a rule: parted by commas that stand in no brackets. */
const selectorsOf = (prelude: string): string[] => prelude.split(/,(?![^([]*[)\]])/)

/** The classes that an element, or what is around it, must have for a selector to be of it. */
export const classesOf = (selector: string): string[] =>
  [...selector.replaceAll(/:not\([^)]*\)/g, '').matchAll(/\.((?:\\.|[\w-])+)/g)].map(([, name = '']) => name.replaceAll('\\', ''))

/** @param isUsed whether any page has the class */
export const prunedCss = (css: string, isUsed: (className: string) => boolean): string => {
  let kept = ''
  let at = 0
  while (at < css.length) {
    const opens = css.indexOf('{', at)
    const ends = css.indexOf(';', at)
    // @charset and the like, which open no block.
    if (css[at] === '@' && ends !== -1 && (opens === -1 || ends < opens)) {
      kept += css.slice(at, ends + 1)
      at = ends + 1
      continue
    }
    if (opens === -1) break
    const end = endOfBlock(css, opens)
    const prelude = css.slice(at, opens)
    const inside = css.slice(opens + 1, end - 1)
    if (/^@(media|supports)/.test(prelude)) {
      const rest = prunedCss(inside, isUsed)
      if (rest) kept += `${prelude}{${rest}}`
    } else if (prelude.startsWith('@')) kept += css.slice(at, end)
    else {
      const left = selectorsOf(prelude).filter((selector) => classesOf(selector).every(isUsed))
      if (left.length > 0) kept += `${left.join(',')}{${inside}}`
    }
    at = end
  }
  return kept
}
