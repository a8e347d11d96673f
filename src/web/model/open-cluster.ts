import type { Location } from '../../targets/ingress-nginx/servers.js';
import {
  askCluster,
  firstCall,
  readCluster,
  urlAt,
  type Cluster,
  type ClusterAnswer,
} from './cluster.js';
import type { CallState } from './state.js';

/** A manifest that was read, and what can be asked of it. All of Kubernetes is loaded with this module. */
export interface OpenCluster {
  readonly cluster: Cluster;
  /** The call to begin with. */
  readonly first: (state: CallState) => CallState;
  readonly ask: (state: CallState) => ClusterAnswer;
  /** A URL that a location answers. */
  readonly urlAt: (location: Location) => string;
}

/** Reads a manifest. */
export function openCluster(text: string): OpenCluster {
  const cluster = readCluster(text);
  return {
    cluster,
    first: (state) => firstCall(cluster, state),
    ask: (state) => askCluster(cluster, state),
    urlAt,
  };
}
