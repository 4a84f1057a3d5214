import { isEmail } from '#base/mailbox.ts'
import type { Problems } from '#base/web/field.tsx'
import { type Body, oneLine, text } from '#base/web/form.ts'
import { cleanName, nameProblem } from '#base/web/name.ts'
import { cutTo } from '#base/words.ts'
import { type ContactAsked, type KnownAsker, longestTelephone, telephoneKey, type WayToAsk, waysToAsk } from '#booking/bookings/booker.ts'
import { longestEmail, longestName } from '#booking/bookings/booking.ts'

/** As typed. `who`: a known person's key, 'new' for somebody else, '' when nothing was chosen. */
export type TypedContact = ContactAsked & { who: string; how: WayToAsk }

export const emptyContact = (): TypedContact => ({ who: '', name: '', email: '', telephone: '', how: 'by telephone' })

const line = (body: Body, name: string): string => cutTo(oneLine(text(body, name).normalize('NFKC')), 300)

export const readContact = (body: Body): TypedContact => ({
  who: cutTo(text(body, 'who'), 80),
  name: cleanName(line(body, 'contactName')),
  email: line(body, 'contactEmail').toLowerCase(),
  telephone: line(body, 'contactTelephone'),
  how: waysToAsk.find((way) => way === text(body, 'askedHow')) ?? 'by telephone',
  meant: cutTo(text(body, 'meant-asker'), 64) || undefined,
})

export const contactOf = ({ name, email, telephone, meant }: TypedContact): ContactAsked => ({ name, email, telephone, meant })

/** Fills in the details of the picked person, for later pages. */
export const withAsker = (typed: TypedContact, known: readonly KnownAsker[]): TypedContact => {
  const picked = known.find(({ key }) => key === typed.who)
  if (picked) return { ...typed, name: picked.name, email: picked.email, telephone: picked.telephone }
  return { ...typed, who: typed.who === 'new' || (known.length === 0 && typed.who === '') ? 'new' : '' }
}

/** Problems with whoever asked, by field; none for a picked person. */
export const contactProblems = ({ who, name, email, telephone }: TypedContact): Problems => {
  if (who === '' || (who !== 'new' && name === '' && email === '')) return { who: 'Choose who asked for this booking' }
  if (who !== 'new') return {}
  const problems: Problems = {}
  if (name === '') problems['contactName'] = 'Enter the name of the person who asked'
  else if (name.length > longestName)
    problems['contactName'] = `The name of the person who asked must be ${longestName} characters or fewer`
  else if (nameProblem(name)) problems['contactName'] = `The name of the person who asked ${nameProblem(name)}`
  if (email === '' && telephoneKey(telephone).length < 5)
    problems['contactEmail'] = 'Enter the email address of the person who asked, or a telephone number if they have none'
  else if (email !== '' && (email.length > longestEmail || !isEmail(email)))
    problems['contactEmail'] = 'Enter the email address of the person who asked in the form name@example.com'
  if (telephone.length > longestTelephone)
    problems['contactTelephone'] = `The telephone number must be ${longestTelephone} characters or fewer`
  return problems
}
