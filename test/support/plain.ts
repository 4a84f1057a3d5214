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

/** The answer, of which a test expects this status. */
export const answered = async (asked: Response | Promise<Response>, status: number): Promise<Response> => {
  const answer = await asked
  if (answer.status !== status) throw new Error(`Expected ${status}, and was answered ${answer.status}: ${plain(await answer.text())}`)
  return answer
}

/** What an answer says; see `plain`. */
export const textOf = async (asked: Response | Promise<Response>, status?: number): Promise<string> =>
  plain(await (await (status ? answered(asked, status) : asked)).text())
