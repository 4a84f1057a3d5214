import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { growth } from '#commands/miniflare.ts'

it('the Miniflare that is installed still says in this way by how much its memory grows', () => {
  expect(readFileSync(fileURLToPath(import.meta.resolve('miniflare')), 'utf8').split(growth[0])).toHaveLength(2)
})
