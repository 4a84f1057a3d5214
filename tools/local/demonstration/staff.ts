// People of the demonstration, all invented, with the backgrounds of an English county and
// addresses under .example, which no mail reaches. A school's staff are the same every time.
import { chanceOf } from './chance.ts'

const firstNames = [
  'Amara, Aisha, Angharad, Beatriz, Caroline, Chidi, Claire, Daniel, Deborah, Dilys, Eleanor, Fatima, Farah, Gareth, Grace, Hannah',
  'Helen, Ibrahim, Imogen, Ivana, Jacqueline, James, Jasmine, José, Katarzyna, Kwame, Laura, Leila, Lin, Marcus, Margaret, Mei',
  'Mohammed, Naomi, Niamh, Nicola, Oluwaseun, Owen, Patricia, Priya, Rachel, Rhiannon, Rosalind, Samuel, Sarah, Siân, Sinéad',
  'Sunita, Thomas, Tomasz, Ursula, Victoria, Yusuf, Zoë',
].flatMap((line) => line.split(', '))
const lastNames = [
  'Abara, Ahmed, Ashdown, Bakare, Barrowclough, Begum, Bellweather, Blythe, Chaudhry, Clutterbuck, Da Silva, Dapple, Eccleston',
  'Featherstonehaugh, Fernández, Goodbody, Greenaway, Hallowes, Hussain, Inkpen, Jankowska, Kaur, Kowalski, Larkin, Llewellyn',
  'Longbottom, Mbeki-Shaw, Merryweather, Nightingale, Nwosu, O’Hanlon, O’Malley, Okonkwo, Patel, Penhaligon, Pettigrew, Pritchard',
  'Quayle, Rahman, Ravenscroft, Sandhu, Shuttleworth, Singh, Smythe-Jones, Tanaka, Thistlethwaite, Underhill, Vaughan, Wainwright',
  'Weatherby, Wójcik, Wren, Yeboah, Zieliński',
].flatMap((line) => line.split(', '))

export const trustLeadAddress = 'safeguarding@hedgerowtrust.example'

type Colleague = { name: string; email: string; roleId: string }

export type Staff = {
  /** Who books: a shared mailbox, or a person. */
  contact: { name: string; email: string }
  /** The safeguarding lead first. */
  colleagues: Colleague[]
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}|[’']/gu, '')
    .replaceAll('ł', 'l')
    .toLowerCase()

/**
 * `ladyhawthorns.example`: a school's domain without mailboxes. Saints' schools are many, so theirs
 * include the town.
 */
export const domainOf = ({ name, town }: { name: string; town: string }): string =>
  `${
    plain(name.startsWith('St ') ? `${name} ${town}` : name)
      .replace(/\b(primary|community|cofe|catholic|academy|school|the|of)\b/g, '')
      .replace(/[^a-z]+/g, '') || 'school'
  }.example`

const anybody = (seed: string, domain: string): { name: string; email: string } => {
  const chance = chanceOf(seed)
  const [first, last] = [chance.pick(firstNames), chance.pick(lastNames)]
  return { name: `${first} ${last}`, email: `${plain(first)}.${plain(last).replace(/[^a-z-]+/g, '')}@${domain}` }
}

/** A person derived from `seed`, such as a walk-in. */
export const somebody = (seed: string, domain = 'elsewhere.example'): { name: string; email: string } => anybody(seed, domain)

/** A school's staff, the same whatever its URN. */
export const staffOf = (school: { firstUrn: string; name: string; town: string }): Staff => {
  const domain = domainOf(school)
  const chance = chanceOf(`staff ${school.firstUrn}`)
  const roles = ['dsl', 'deputy_dsl', 'head', 'link_governor', 'pastoral', 'senco', 'rshe_lead', 'designated_teacher', 'other']
  const colleagues = roles.map((roleId) => ({ ...anybody(`${school.firstUrn} ${roleId}`, domain), roleId }))
  const dsl = colleagues[0] as Colleague
  const office = anybody(`${school.firstUrn} office`, domain).name
  if (school.name.startsWith('Lady Hawthorn')) return { contact: { name: office, email: `head.office@${domain}` }, colleagues }
  return chance.happens(0.7)
    ? { contact: { name: office, email: `${chance.pick(['office', 'admin', 'enquiries'])}@${domain}` }, colleagues }
    : { contact: { name: dsl.name, email: dsl.email }, colleagues }
}
