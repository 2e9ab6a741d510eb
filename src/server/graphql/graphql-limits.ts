/** Questions that are refused before they are worked on: too deep, too many fields, however fragments and aliases fold them. */

import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { GRAPHQL_LIMITS } from './graphql-work.ts';

interface Extent {
  readonly fields: number;
  readonly depth: number;
}

/**
 * What is wrong with the extent of a question; undefined where nothing is. It comes before validation, whose time grows with the square of the
 * fields: fragments may be unknown or have cycles, which validation tells. Each fragment is measured once: fragments that double each other cost
 * no more than their text.
 */
export function extentError(document: DocumentNode): GraphQLError | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, Extent>();
  const ofFragment = (name: string): Extent => {
    const known = measured.get(name);
    if (known !== undefined) return known;
    const fragment = fragments.get(name);
    // What is found here while it is measured is a cycle.
    measured.set(name, { fields: 0, depth: 0 });
    if (fragment !== undefined) measured.set(name, ofSelections(fragment.selectionSet));
    return measured.get(name)!;
  };
  const ofSelections = ({ selections }: SelectionSetNode): Extent => {
    let [fields, depth] = [0, 0];
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const inner = selection.selectionSet === undefined ? undefined : ofSelections(selection.selectionSet);
        fields += 1 + (inner?.fields ?? 0);
        // How deep the schema may be asked of itself, validation bounds.
        if (!selection.name.value.startsWith('__')) depth = Math.max(depth, 1 + (inner?.depth ?? 0));
      } else {
        const inner =
          selection.kind === Kind.FRAGMENT_SPREAD
            ? ofFragment(selection.name.value)
            : ofSelections(selection.selectionSet);
        fields += inner.fields;
        depth = Math.max(depth, inner.depth);
      }
    }
    return { fields, depth };
  };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { fields, depth } = ofSelections(definition.selectionSet);
    if (depth > GRAPHQL_LIMITS.depth) {
      return new GraphQLError(
        `the question is ${depth} fields deep, expected at most ${GRAPHQL_LIMITS.depth}`,
        { nodes: definition },
      );
    }
    if (fields > GRAPHQL_LIMITS.fields) {
      return new GraphQLError(
        `the question has ${fields} fields with its fragments in place, expected at most ${GRAPHQL_LIMITS.fields}`,
        { nodes: definition },
      );
    }
  }
  return undefined;
}
