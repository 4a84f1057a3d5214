// The local inbox as those read it to whom the mail went.
export type Mail = {
  id: string
  at: string
  to: string
  subject: string
  text: string
  attachments: { filename: string; contentType: string; content: string }[]
}

/** Newest last: every mail, or what went to one address, or has come since an instant. */
export const inbox = async (url: string, asked: { to?: string; since?: string } = {}): Promise<Mail[]> =>
  (await fetch(`${url}/dev/inbox.json?${new URLSearchParams(asked)}`)).json() as Promise<Mail[]>

/** The newest mail to an address whose subject or text says so, once it has come: it goes out when whoever caused it has been answered. */
export const mailTo = async (url: string, to: string, says: RegExp, since = ''): Promise<Mail> => {
  for (const end = performance.now() + 60_000; performance.now() < end; await new Promise((done) => setTimeout(done, 50))) {
    const mail = (await inbox(url, { to, since })).findLast(({ subject, text }) => says.test(`${subject}\n${text}`))
    if (mail) return mail
  }
  throw new Error(`No mail to ${to} says ${says}`)
}

/** The newest code that was mailed to an address, once it has come. */
export const codeFor = async (url: string, email: string, since = ''): Promise<string> =>
  (await mailTo(url, email, /^[^\n]*\bcode\b/i, since)).text.match(/\b\d{6}\b/)?.[0] ?? ''
