// White words stand on the council's colour, so it must be dark enough (WCAG 2.2, 1.4.3).

export const leastContrast = 4.5

export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text)

const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Mixed with so much white that it can be read on black, and black on it. */
export const lightOf = (colour: string): string =>
  `#${[1, 3, 5].map((start) => Math.round(0.35 * Number.parseInt(colour.slice(start, start + 2), 16) + 0.65 * 255).toString(16)).join('')}`

/** From 1 to 21. @param colour # and six hexadecimal digits */
export const contrastWithWhite = (colour: string): number => 1.05 / (luminance(colour) + 0.05)
