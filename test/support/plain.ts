const characters: Record<string, string> = { amp: '&', quot: '"', '#39': "'", lt: '<', gt: '>' }

/** Text of HTML with its characters instead of the names that they are written with. */
export const unescaped = (html: string): string =>
  html.replaceAll(/&(amp|quot|#39|lt|gt);/g, (_all, name: string) => characters[name] ?? '')

/**
 * What a page or a part of it says, in one line without its title.
 * @param between what stands in place of tags
 */
export const plain = (html: string, between: '' | ' ' | '|' = ' '): string =>
  unescaped(html.replaceAll(/<(script|style|head)\b[\s\S]*?<\/\1>/g, '').replaceAll(/(?:<[^>]*>)+/g, between))
    .replaceAll(/\s+/g, ' ')
    .trim()

/** What an answer says; see `plain`. */
export const textOf = async (answer: Response | Promise<Response>): Promise<string> => plain(await (await answer).text())
