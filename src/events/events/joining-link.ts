// The address for joining an event online. Messages and calendars make it a link, so it must not
// run code, hide where it leads or break off in the middle.

const longest = 2000

/**
 * The joining link, or undefined if it is not http or https, has a blank, or has a user name and
 * password before the host, which can disguise where it leads.
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
