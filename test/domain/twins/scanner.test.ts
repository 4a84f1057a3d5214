// The twin answers as clamav-rest does, by its own description: https://github.com/ajilach/clamav-rest
import { expect, it } from 'vitest'
import { createScannerTwin, eicar } from '#tools/twins/scanner/app.ts'

const twin = createScannerTwin()
const ask = async (parts: readonly (File | string)[], path = '/v2/scan', method = 'POST') => {
  const body = new FormData()
  for (const part of parts) body.append('file', part)
  const answer = await twin.fetch(new Request(`http://scanner${path}`, { method, ...(method === 'POST' ? { body } : {}) }))
  const says = await answer.text()
  return [answer.status, says.startsWith('[') ? (JSON.parse(says) as { Status: string }[]).map(({ Status }) => Status) : undefined]
}
const file = (content: string): File => new File([content], 'a.txt')

it('the scanner’s twin finds the test file, says of every file what it is, and refuses what the scanner refuses', async () => {
  expect(await ask([file('harmless')])).toEqual([200, ['OK']])
  expect(await ask([file(eicar)])).toEqual([406, ['FOUND']])
  expect(await ask([file('harmless'), file(eicar)])).toEqual([406, ['OK', 'FOUND']])
  expect(await ask(['no file'])).toEqual([422, ['ERROR']])
  expect(await ask([file('x'.repeat(25_000_001))])).toEqual([413, ['PARSE ERROR']])
  expect(await ask([])).toEqual([200, []])
  expect(await ask([file('harmless')], '/scan-it')).toEqual([404, undefined])
  expect(await ask([], '/v2/scan', 'GET')).toEqual([405, undefined])
})
