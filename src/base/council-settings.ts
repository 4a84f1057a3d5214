// What a council sets for itself, in the order of its page of settings.
import { contrastWithWhite, isColour, leastContrast } from './colour.ts'
import { choice, email, type Setting, whole, words } from './setting.ts'

/** White words stand on it. */
const colour: Setting<string> = {
  label: 'Colour',
  usual: '#00504e',
  hint: `# and six digits or letters a–f. Contrast with white: ${leastContrast} to 1`,
  width: 10,
  read: (typed) => {
    const value = `#${typed.replace(/^#/, '').toLowerCase()}`
    if (!isColour(value)) return { problem: 'Enter the colour as # and six digits or letters from a to f, like #00504e' }
    return contrastWithWhite(value) < leastContrast
      ? { problem: `Choose a darker colour: white words on it must have a contrast of at least ${leastContrast} to 1` }
      : { value }
  },
  show: (value) => value,
}

const codes: Setting<readonly string[]> = {
  label: 'Authority codes',
  usual: [],
  hint: 'Three digits each, with commas. Reports count schools of these authorities',
  width: 20,
  read: (typed) => {
    const value = [...new Set(typed.split(/[\s,;]+/).filter(Boolean))]
    if (value.some((code) => !/^\d{3}$/.test(code))) return { problem: 'Each authority code has three digits, such as 884' }
    if (value.length === 0) return { problem: 'Enter the three-digit code of at least one authority' }
    return value.length > 20 ? { problem: 'Enter at most 20 authority codes' } : { value }
  },
  show: (value) => value.join(', '),
}

export const councilSettings = {
  name: words('Name of the council', {
    most: 100,
    usual: 'Your council',
    missing: 'Enter the name of the council',
    under: 'The council',
  }),
  serviceName: words('Name of the service', { most: 100, usual: 'Safeguarding conferences', missing: 'Enter the name of the service' }),
  contactTelephone: words('Telephone number', { most: 40, type: 'tel', width: 20, personal: true }),
  concernTelephone: words('Telephone number for concerns about a child', {
    most: 40,
    type: 'tel',
    width: 20,
    hint: 'Shown on every page and in every email, with 999',
  }),
  brandColour: colour,
  laCodes: codes,
  contactEmail: email('Email address', {
    under: 'Whom to contact',
    hint: 'A shared mailbox: public pages show it, and requests go to it',
    personal: true,
  }),
  contactAddress: words('Postal address', {
    most: 300,
    hint: 'Shown on every page, on Help and on invoices',
    rows: 4,
  }),
  answerDays: whole('Working days to answer requests to book for a school', {
    from: 1,
    to: 20,
    usual: 3,
    unit: 'working day',
    under: 'What schools are sent',
    hint: 'We give them this date and your telephone number.',
  }),
  digestDay: choice(
    'The weekly letter to schools of what is due',
    {
      monday: 'On Mondays',
      tuesday: 'On Tuesdays',
      wednesday: 'On Wednesdays',
      thursday: 'On Thursdays',
      friday: 'On Fridays',
      never: 'Do not send',
    },
    'never',
    {
      hint: 'One letter, in term, to people who book, only where something is due',
      inline: true,
    },
  ),
  writtenFirst: choice(
    'Who is written to at a school',
    {
      dsl: 'The safeguarding lead, else the head, else the office',
      head: 'The head, else the safeguarding lead, else the office',
      business_manager: 'The office, else the safeguarding lead, else the head',
    },
    'dsl',
    { hint: 'Invitations and notices go to this address, or the next that works' },
  ),
  dataProtectionName: words('Name or post', { most: 100, under: 'Data protection officer', personal: true }),
  dataProtectionEmail: email('Their email address', { personal: true }),
  returnControllers: words('Who answers for what schools say in it (the controllers)', {
    most: 500,
    under: 'Safeguarding audit of schools',
    hint: 'Default for new audits. Schools read it before the first question',
  }),
  returnBasis: words('Lawful basis', {
    most: 500,
    hint: 'Such as public task, UK GDPR Article 6(1)(e). Ask your data protection officer',
  }),
  staffIdleMinutes: whole('Minutes without use after which the council’s own people are signed out', {
    from: 30,
    to: 60,
    usual: 60,
    unit: 'minute',
    under: 'Signing in',
    hint: '30 to 60 minutes. Everyone is signed out after 12 hours; door staff only then.',
  }),
  staffFactors: choice(
    'A second factor for the council’s own people',
    {
      required: { text: 'Required', hint: 'A passkey or an authenticator app, besides the code that is mailed' },
      optional: 'Left to each of them',
    },
    'required',
  ),
  factorDays: whole('Days to set one up in, from being given a role', {
    from: 0,
    to: 60,
    usual: 14,
    unit: 'day',
    hint: 'After them a role is paused until the person has set one up',
  }),
  /** The id of one that is set up; '': any, or a code. */
  staffProvider: words('The sign-in that they must use', {
    most: 100,
    hint: 'Others’ roles pause until they use it, except administrators with a second factor.',
  }),
  // Triggers read these two and the days of a link.
  reportsBy: choice('Who makes a report final', { two: 'Another person than made its draft', one: 'One person alone' }, 'two', {
    under: 'Reports and audits',
    inline: true,
  }),
  reopeningBy: choice(
    'Who reopens an audit that a school submitted',
    { two: 'One proposes it, another approves it', one: 'One person alone' },
    'two',
    { inline: true },
  ),
  breakdowns: choice(
    'How reports can be broken down',
    {
      six: 'By sector and kind, phase, trust, ward, district and free school meals',
      all: 'Also by sector, kind, character, gender, place, size',
    },
    'six',
  ),
  answerLinkDays: choice('How long a link to an answer lasts at most', { '14': '14 days', '30': '30 days', '90': '90 days' }, '30', {
    inline: true,
  }),
  sealEmail: email('Address that gets the checkpoint of the protected record each day', {
    hint: 'An address outside this service, such as internal audit. Empty: no email',
    personal: true,
  }),
  mailsPerDay: whole('Mails that your mail plan allows in a day', {
    from: 50,
    to: 1_000_000,
    usual: 1600,
    unit: 'mail',
    under: 'Mail',
    hint: 'For a monthly plan: a thirtieth. 40% is kept for sign-in codes',
  }),
}

export type SettingName = keyof typeof councilSettings

/** The settings by their headings: each part is a form of its own. `key`: in addresses. */
export const settingParts = (Object.entries(councilSettings) as [SettingName, Setting<unknown>][]).reduce<
  { key: string; title: string; names: SettingName[] }[]
>((parts, [name, { under }]) => {
  if (under) parts.push({ key: under.toLowerCase().replaceAll(' ', '-'), title: under, names: [] })
  parts.at(-1)?.names.push(name)
  return parts
}, [])
