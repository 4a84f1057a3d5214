// What a council does before its first conference. Each step is done by what is stored, not by a
// tick of somebody's.
import { type Council, councilFrom } from '#base/council.ts'

type Fact = 'signIn' | 'mail' | 'logo' | 'schools' | 'contacts' | 'terms' | 'history' | 'privacy' | 'event' | 'invited'
export type Begun = Record<Fact, 0 | 1>

export type Step = { title: string; hint: string; href: string; done: boolean; optional?: true }

/** Before anybody changed them. */
const usual = councilFrom('')

/** In the order in which they are best done. */
export const firstSteps = (council: Council, begun: Begun): Step[] => [
  {
    title: 'Name, telephone and the number for worries about a child',
    hint: 'They are on every page and in every email.',
    href: '/organiser/settings',
    done: council.name !== usual.name && council.contactTelephone !== '' && council.concernTelephone !== '',
  },
  {
    title: 'Colour and logo',
    hint: 'For pages, emails and certificates.',
    href: '/organiser/settings/logo',
    done: begun.logo === 1 || council.brandColour !== usual.brandColour,
  },
  {
    title: 'A second factor for staff',
    hint: 'A passkey, an app or your council’s own sign-in.',
    href: '/account/factors',
    done: begun.signIn === 1,
  },
  {
    title: 'A first email',
    hint: 'Send yourself a test of any message, and see whether it arrives.',
    href: '/organiser/wordings',
    done: begun.mail === 1,
  },
  {
    title: 'Schools from GIAS',
    hint: 'Download the file, choose it here, check what changes.',
    href: '/organiser/register-imports/new',
    done: begun.schools === 1,
  },
  {
    title: 'Contacts and DSLs from a list',
    hint: 'Whom invitations go to.',
    href: '/organiser/schools/contacts-import',
    done: begun.contacts === 1,
  },
  {
    title: 'Term dates',
    hint: 'Deadlines and reminders then avoid school holidays.',
    href: '/organiser/term-dates',
    done: begun.terms === 1,
  },
  {
    title: 'Training before this service',
    hint: 'If you have a record of it.',
    href: '/organiser/schools/earlier-attendance',
    done: begun.history === 1,
    optional: true,
  },
  {
    title: 'Privacy notice',
    hint: 'Have your data protection officer read it.',
    href: '/organiser/settings/pages/privacy',
    done: begun.privacy === 1,
  },
  {
    title: 'First event, with an invitation to a few schools',
    hint: 'Begin with a template. Invite three schools by their numbers.',
    href: begun.event === 1 ? '/organiser/events' : '/organiser/events/new',
    done: begun.event === 1 && begun.invited === 1,
  },
]

/** Whether a step that every council needs is still to do. */
export const hasFirstSteps = (steps: readonly Step[]): boolean => steps.some(({ done, optional }) => !done && !optional)
