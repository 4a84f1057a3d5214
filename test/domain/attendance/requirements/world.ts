// A lead, a requirement and a training that tests change one thing of.
import type { Edition } from '#attendance/requirements/requirement.ts'
import type { Exception, Spell } from '#attendance/requirements/standing.ts'
import type { Training } from '#attendance/requirements/training.ts'

export const lead: Edition = {
  ...{ id: 'e1', requirementId: 'lead', label: 'Designated lead, every two years', whose: 'every_holder', roleIds: ['dsl'] },
  ...{
    kinds: [],
    sectors: [],
    underFives: false,
    purposes: ['training'],
    topicIds: ['designated-lead'],
    level: '',
    leastMinutes: undefined,
  },
  ...{
    everyMonths: 24,
    beforeInRole: false,
    inductionDays: 0,
    graceDays: 0,
    strength: 'guidance',
    source: 'KCSIE 2026',
    citation: 'paragraph 66',
    toCheck: true,
  },
  ...{ publishedOn: undefined, validFrom: '2016-09-01', validTo: undefined },
}

export const spell: Spell = { id: 's1', personId: 'ann', roleId: 'dsl', from: '2024-09-01', to: undefined, disputed: false }

export const training: Training = {
  ...{ id: 't1', personId: 'ann', on: '2025-03-14', title: 'Lead training', purpose: 'training', topicIds: ['designated-lead'] },
  ...{ level: '', minutes: 360, where: 'Town Hall', evidence: 'attended', countsTowards: {} },
}

export const extension: Exception = {
  ...{
    id: 'x1',
    requirementId: 'lead',
    personId: 'ann',
    kind: 'extended',
    from: '2027-01-01',
    until: '2027-06-30',
    reason: 'on sick leave',
  },
}
