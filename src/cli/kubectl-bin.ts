#!/usr/bin/env node
import { start } from './main.js';

// kubectl finds this as `kubectl-whycors` on the PATH: https://kubernetes.io/docs/tasks/extend-kubectl/kubectl-plugins/
await start(['k8s']);
