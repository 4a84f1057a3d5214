// Personal data in what the council issues to schools and what they answer.
import { mentions } from './mention-store.ts'
import type { Personal } from './personal.ts'

export const personalInGuidance: readonly Personal[] = [
  {
    table: 'NoticeFact',
    columns: 'toWhom reason',
    words: 'That an officer told them what a school was told',
    class: 'people',
    whose: `${mentions('t.toWhom')} OR ${mentions('t.reason')}`,
    instead: `toWhom = '', reason = ''`,
    still: `t.toWhom || t.reason <> ''`,
  },
  {
    table: 'GuidanceReceipt',
    columns: 'name role',
    words: 'That they had guidance',
    class: 'people',
    whose: `t.name <> '' AND (t.personId IN {person} OR t.accountId IN {account} OR ${mentions('t.name')})`,
    instead: `name = '', role = ''`,
    still: `t.name <> ''`,
  },
  {
    table: 'GuidanceAnswer',
    columns: 'name role',
    words: 'That they answered for a school what it does with guidance',
    class: 'people',
    whose: `t.name <> '' AND (t.accountId IN {account} OR ${mentions('t.name')})`,
    instead: `name = '', role = ''`,
    still: `t.name <> ''`,
  },
]
