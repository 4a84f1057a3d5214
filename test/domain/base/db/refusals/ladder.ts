import { type Refusal, row } from '#test/support/refusing.ts'

const chase = (values = {}) => row('Chase', { id: 'chase', schoolId: 'school', matter: 'requirement', subjectId: 'lead', ...values })
const contact = (values = {}) =>
  row('ContactTried', { id: 'contact', schoolId: 'school', chaseId: 'chase', byId: 'officer', rung: 'office', correctsId: null, ...values })

export const refusalsOfLadder: Refusal[] = [
  {
    trigger: 'Chase_of_chased_matter',
    word: 'matter_is_not_chased',
    rule: 'a school is chased about what can be settled alone, and about a requirement or event that is named',
    given: [
      row('ChaseMatter', { id: 'due', about: '', isChased: 0 }),
      row('ChaseMatter', { id: 'requirement', about: 'requirement', isChased: 1 }),
    ],
    doing: chase({ matter: 'due', subjectId: '' }),
    allowed: chase(),
  },
  {
    trigger: 'Chase_of_chased_matter',
    word: 'matter_is_not_chased',
    rule: 'a school is chased about a requirement that is said',
    given: [row('ChaseMatter', { id: 'requirement', about: 'requirement', isChased: 1 })],
    doing: chase({ subjectId: '' }),
    allowed: chase(),
  },
  {
    trigger: 'ContactTried_above_head_by_somebody',
    word: 'step_is_an_officers',
    rule: 'nothing goes to a chair, a trust or a diocese by itself',
    given: [],
    doing: contact({ byId: null, rung: 'chair' }),
    allowed: contact({ byId: null, rung: 'head' }),
  },
  {
    trigger: 'ContactTried_corrects_its_own',
    word: 'corrects_contact_of_another',
    rule: 'a correction stands in place of a contact about the same matter with the same school',
    given: [contact({ id: 'first', matter: null, subjectId: '' })],
    doing: contact({ correctsId: 'first', chaseId: 'other', matter: null, subjectId: '' }),
    allowed: contact({ correctsId: 'first', matter: null, subjectId: '' }),
  },
]
