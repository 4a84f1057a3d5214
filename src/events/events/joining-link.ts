// The address at which people join an event online. It is printed in messages and calendars, where programs make a link of it: nothing that runs,
// that hides where it leads or that breaks off in the middle may stand there.

const longest = 2000

/**
 * A joining link as an address of the web, or undefined when it is none: not http or https, with a blank in it, or with a name and password
 * before the host, behind which a link can look as if it led elsewhere.
 */
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
