// Messages and calendars make it a link, so it must not run code, hide its target or break off.

const longest = 2000

/** undefined: not http(s), with a blank, or with a user name that can disguise the host. */
export const readJoiningLink = (typed: string): string | undefined => {
  const text = typed.trim()
  if (text.length > longest || /[\s\\]/.test(text) || !/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) return undefined
  const { hostname, username, password } = new URL(text)
  return username === '' &&
    password === '' &&
    hostname !== '' &&
    !text
      .slice(text.indexOf('//') + 2)
      .split(/[/?#]/)[0]
      ?.includes('@')
    ? text
    : undefined
}
